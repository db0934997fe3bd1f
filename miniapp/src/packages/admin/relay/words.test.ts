import { refusalWords } from './words'

test.each([
  ['422 Unprocessable Entity Appointment refers to Slot/x, which is not here', /没有的、或者不认/],
  ['403 Forbidden', /不认我们的身份/],
  ['412 Precondition Failed', /被别人改过/],
  ['503 Service Unavailable', /自己出了错/],
  ['socket hang up', /没有说清楚/],
  ['4220 is no status', /没有说清楚/],
])('%s', (reason, words) => expect(refusalWords(reason)).toMatch(words))
