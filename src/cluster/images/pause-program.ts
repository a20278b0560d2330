import type { ImageArchitecture } from './oci-image.ts';

/**
 * The program that holds a pod's namespaces: waits for ever, reaps the orphans of a shared process namespace and ends on
 * SIGINT or SIGTERM. Signals it has no handler for never reach a namespace's first process, but blocked ones can be waited
 * for, so that needs no handler. It is 200 bytes of machine code with Linux system calls only, because a machine that runs
 * clusters need not have a compiler. In C:
 *
 *     sigprocmask(SIG_BLOCK, &mask, 0);
 *     for (;;) {
 *       int signal = sigtimedwait(&mask, 0, 0);
 *       if (signal == SIGCHLD) while (wait4(-1, 0, WNOHANG, 0) > 0);
 *       else if (signal > 0) exit(0);
 *     }
 */
export function pauseProgram(architecture: ImageArchitecture): Uint8Array {
  const { machine, code } = programs[architecture];
  return executable({ machine, content: Buffer.concat([code, signals]) });
}

/** A set of signals as the kernel wants it: bit n - 1 for signal n. SIGINT 2, SIGTERM 15, SIGCHLD 17. */
const signals = littleEndian(8, (1n << 1n) | (1n << 14n) | (1n << 16n));

// The set of signals follows the code, which is why each ends on a multiple of eight bytes.
const amd64 = bytes(
  'b8 0e 00 00 00', //       mov  eax, 14             rt_sigprocmask(
  '31 ff', //                xor  edi, edi              SIG_BLOCK,
  '48 8d 35 52 00 00 00', // lea  rsi, [signals]        signals,
  '31 d2', //                xor  edx, edx              null,
  '41 ba 08 00 00 00', //    mov  r10d, 8               size of the set)
  '0f 05', //                syscall
  'b8 80 00 00 00', //       wait: mov eax, 128       rt_sigtimedwait(
  '48 8d 3d 3c 00 00 00', // lea  rdi, [signals]        signals,
  '31 f6', //                xor  esi, esi              null,
  '31 d2', //                xor  edx, edx              null,
  '41 ba 08 00 00 00', //    mov  r10d, 8               size of the set)
  '0f 05', //                syscall
  '83 f8 11', //             cmp  eax, 17
  '74 0d', //                je   reap
  '85 c0', //                test eax, eax
  '78 df', //                js   wait                interrupted
  '31 ff', //                xor  edi, edi
  'b8 3c 00 00 00', //       mov  eax, 60             exit(0)
  '0f 05', //                syscall
  'b8 3d 00 00 00', //       reap: mov eax, 61        wait4(
  '83 cf ff', //             or   edi, -1               any child,
  '31 f6', //                xor  esi, esi              null,
  'ba 01 00 00 00', //       mov  edx, 1                WNOHANG,
  '45 31 d2', //             xor  r10d, r10d            null)
  '0f 05', //                syscall
  '85 c0', //                test eax, eax
  '7f e8', //                jg   reap
  'eb bc', //                jmp  wait
  '90 90 90 90', //          nop
);

const arm64 = words(
  0xd2800000, // mov  x0, 0              rt_sigprocmask(SIG_BLOCK,
  0x10000361, // adr  x1, signals          signals,
  0xd2800002, // mov  x2, 0                null,
  0xd2800103, // mov  x3, 8                size of the set)
  0xd28010e8, // mov  x8, 135
  0xd4000001, // svc  0
  0x100002c0, // wait: adr x0, signals   rt_sigtimedwait(signals,
  0xd2800001, // mov  x1, 0                null,
  0xd2800002, // mov  x2, 0                null,
  0xd2800103, // mov  x3, 8                size of the set)
  0xd2801128, // mov  x8, 137
  0xd4000001, // svc  0
  0x7100441f, // cmp  w0, 17
  0x540000a0, // b.eq reap
  0x37ffff00, // tbnz w0, 31, wait       interrupted
  0xd2800000, // mov  x0, 0              exit(0)
  0xd2800ba8, // mov  x8, 93
  0xd4000001, // svc  0
  0x12800000, // reap: mov w0, -1        wait4(any child,
  0xd2800001, // mov  x1, 0                null,
  0xd2800022, // mov  x2, 1                WNOHANG,
  0xd2800003, // mov  x3, 0                null)
  0xd2802088, // mov  x8, 260
  0xd4000001, // svc  0
  0x7100001f, // cmp  w0, 0
  0x54ffff2c, // b.gt reap
  0x17ffffec, // b    wait
  0xd503201f, // nop
);

/** ELF machine numbers: EM_X86_64 and EM_AARCH64. */
const programs = { amd64: { machine: 62, code: amd64 }, arm64: { machine: 183, code: arm64 } } as const;

/** A static ELF executable of one read-only, executable segment that is the whole file. See elf(5). */
function executable({ machine, content }: { machine: number; content: Uint8Array }): Uint8Array {
  const [fileHeaderSize, programHeaderSize, loadAddress] = [64, 56, 0x400000];
  const contentOffset = fileHeaderSize + programHeaderSize;
  const size = contentOffset + content.length;
  return Buffer.concat([
    bytes('7f 45 4c 46', '02', '01', '01', '00'.repeat(9)), // magic, 64 bits, little endian, version 1, System V
    littleEndian(2, 2), // an executable
    littleEndian(2, machine),
    littleEndian(4, 1), // version
    littleEndian(8, loadAddress + contentOffset), // entry
    littleEndian(8, fileHeaderSize), // program headers are here
    littleEndian(8, 0), // no section headers
    littleEndian(4, 0), // no flags
    littleEndian(2, fileHeaderSize),
    littleEndian(2, programHeaderSize),
    littleEndian(2, 1), // one program header
    littleEndian(6, 0), // no section headers

    littleEndian(4, 1), // a segment to load
    littleEndian(4, 5), // readable and executable
    littleEndian(8, 0), // from the start of the file
    littleEndian(8, loadAddress),
    littleEndian(8, loadAddress),
    littleEndian(8, size), // in the file
    littleEndian(8, size), // in memory
    littleEndian(8, 0x10000), // aligned to the largest page size of both architectures
    content,
  ]);
}

function littleEndian(length: number, value: number | bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer.subarray(0, length);
}

function bytes(...hexadecimal: string[]): Buffer {
  return Buffer.from(hexadecimal.join('').replaceAll(' ', ''), 'hex');
}

function words(...values: number[]): Buffer {
  return Buffer.concat(values.map((value) => littleEndian(4, value)));
}
