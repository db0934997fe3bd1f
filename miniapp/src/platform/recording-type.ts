/** AAC is played by every phone's WeChat; what else a browser records only by some. */
const typesByWish = ['audio/mp4;codecs=mp4a.40.2', 'audio/mp4', 'audio/webm;codecs=opus']

/** Of what the browser can record; undefined: whatever it likes. */
export const recordingType = (canRecord: (type: string) => boolean): string | undefined => typesByWish.find(canRecord)
