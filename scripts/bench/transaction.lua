-- The yardstick: the least that a booking must do in this database (one hot or spread row, two rows beside it).
-- sysbench transaction.lua --rows=1 (hot) or --rows=1000 (spread) run
sysbench.cmdline.options = { rows = { "Rows that are taken from", 1 } }

function thread_init()
  con = sysbench.sql.driver():connect()
  con:query("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
end

function event()
  local row = sysbench.rand.uniform(1, sysbench.opt.rows)
  con:query("BEGIN")
  con:query("UPDATE bench_slot SET remaining = remaining - 1 WHERE id = " .. row .. " AND remaining > 0")
  con:query("INSERT INTO bench_booking (slot_id, person, note) VALUES (" .. row .. ", UUID(), REPEAT('b', 100))")
  con:query("INSERT INTO bench_event (slot_id, person, note) VALUES (" .. row .. ", UUID(), REPEAT('e', 100))")
  con:query("COMMIT")
end

function thread_done()
  con:disconnect()
end
