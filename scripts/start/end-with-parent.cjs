/** Loaded first in every child: when the program that started it is gone, by kill -9 too, the child stops in good order. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// Watching the parent is no reason to stay alive.
process.channel?.unref()
