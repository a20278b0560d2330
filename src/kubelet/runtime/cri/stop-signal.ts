import { converted } from '../../../base/protobuf/composite.ts';
import { choice } from '../../../base/protobuf/scalar.ts';

/** In the order of CRI, which is not that of the kernel. */
const named = [
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU',
  'URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN',
].flatMap((line) => line.split(' '));
const afterRealTimeMinimum = Array.from({ length: 15 }, (_, index) => `RTMIN+${index + 1}`);
const beforeRealTimeMaximum = Array.from({ length: 14 }, (_, index) => `RTMAX-${14 - index}`);

const signals = [...named, ...afterRealTimeMinimum, ...beforeRealTimeMaximum, 'RTMAX'].map((name) => `SIG${name}`);

/** A signal as the Kubernetes API names it; undefined stands for the default of image and runtime, zero on the wire. */
export const stopSignal = converted(choice<[string, ...string[]]>(['', ...signals]), {
  fromWire: (name) => (name === '' ? undefined : name),
  toWire: (name: string | undefined) => name ?? '',
});
