//! The loader of an image of one page: it makes page tables and a stack, and jumps to `_start` in
//! 64-bit mode.
//!
//! ```text
//!  0x20_0000   this loader                   R X
//!  0x20_1000   the page: _start              R X
//!  0x20_2000   guard: absent
//!  0x20_3000   stack, on it a return address of zero    R W
//! ```
//!
//! Nothing else is mapped, page 0 least of all, and IDTR.limit is 0: the first exception is a
//! triple fault.

use core::arch::global_asm;

global_asm!(
    r#"
    .section .boot, "awx"
    .code32
pvh_start:
    cli
    cld
    mov     esp, offset stack_top

    mov     dword ptr [pml4], offset pdpt + 0x3         # P, R/W
    mov     dword ptr [pdpt], offset pd + 0x3
    mov     dword ptr [pd + 1 * 8], offset pt + 0x3     # from 2 MiB on

    mov     dword ptr [pt + 0 * 8], offset pvh_page + 0x1   # P
    mov     dword ptr [pt + 1 * 8], offset text_start + 0x1
    mov     dword ptr [pt + 3 * 8], offset stack_bottom + 0x3
    mov     dword ptr [pt + 3 * 8 + 4], 1 << 31         # XD

    mov     eax, offset pml4
    jmp     enter_long_mode

    .code64
long_mode:
    xor     eax, eax
    mov     ss, eax
    lidt    [no_idt]
    mov     rsp, offset stack_top
    push    0                                           # _start has nobody to return to
    jmp     _start

no_idt:
    .word   0
    .quad   0

    .section .boot_bss, "aw", @nobits
    .balign 4096
pml4:
    .skip   4096
pdpt:
    .skip   4096
pd:
    .skip   4096
pt:
    .skip   4096

    .text
    .code64
"#
);

global_asm!(include_str!("../src/boot/pvh.s"));
