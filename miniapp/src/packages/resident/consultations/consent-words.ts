/** 互联网诊疗知情同意书 in the words a villager reads; its version is the server's (CONSULTATION_CONSENT_VERSION). */
export const consentLines: readonly string[] = [
  '在线问诊只看复诊：以前在医院确诊过的常见病、慢性病。',
  '医生看不到您本人、不能给您做检查，判断可能不如当面看准。',
  '医生认为不适合线上看时，会马上停止，请您到医院，可以帮您挂号。',
  '线上不开麻醉药品和精神药品。',
  '您说的话、照片、语音和病历按规定保存：问诊记录至少 3 年，病历至少 15 年，卫生部门可以检查。',
  '请说真实情况。急病不要等，打 120。',
]
