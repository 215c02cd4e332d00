//! The first instructions: from the 32-bit state a PVH loader leaves to 64-bit Rust.
//! SDM Vol. 3A, "Initializing IA-32e Mode".
//!
//! A loader finds `_start` through the ELF note of type 18 and jumps there in protected
//! mode, paging off, interrupts off, `ebx` holding the physical address of the start info.
//! The four steps below cannot be reordered: PAE before paging, LME before PG.

use core::arch::global_asm;

global_asm!(
    r#"
    .section .note.Xen, "a", @note
    .balign 4
    .long 4, 4, 18                  # length of the name, of the contents; XEN_ELFNOTE_PHYS32_ENTRY
    .asciz "Xen"
    .long _start

    .section .boot, "awx"
    .code32
    .global _start
_start:
    cli
    cld
    mov     esp, offset boot_stack_top

    # One PML4, one PDPT, one PD. Entries 0 and 511 of the PML4 share the PDPT, whose
    # entries 0 and 510 share the PD: the first GiB appears at 0 and at KERNEL_BASE.
    mov     eax, offset boot_pdpt + 0x3                 # P, R/W
    mov     [boot_pml4 + 0 * 8], eax
    mov     [boot_pml4 + 511 * 8], eax
    mov     eax, offset boot_pd + 0x3
    mov     [boot_pdpt + 0 * 8], eax
    mov     [boot_pdpt + 510 * 8], eax
    xor     ecx, ecx
    mov     eax, 0x83                                   # P, R/W, PS: 2 MiB each
2:  mov     [boot_pd + ecx * 8], eax
    add     eax, 0x200000
    inc     ecx
    cmp     ecx, 512
    jne     2b

    mov     eax, offset boot_pml4
    mov     cr3, eax

    mov     eax, cr4
    or      eax, 1 << 5                                 # CR4.PAE
    mov     cr4, eax

    mov     ecx, 0xc0000080                             # IA32_EFER
    rdmsr
    or      eax, (1 << 8) | (1 << 11)                   # LME, NXE
    wrmsr

    mov     eax, cr0
    or      eax, (1 << 31) | (1 << 16)                  # CR0.PG, CR0.WP
    mov     cr0, eax

    # Still 32-bit code, now in compatibility mode. A far return into a code segment
    # with L = 1 completes the switch.
    lgdt    [boot_gdtr]
    push    0x08
    mov     eax, offset long_mode
    push    eax
    retf

    .code64
long_mode:
    mov     eax, 0x10
    mov     ss, eax
    xor     eax, eax
    mov     ds, eax
    mov     es, eax
    mov     fs, eax
    mov     gs, eax
    mov     edi, ebx                                    # the first argument; clears bits 63:32

    # Restarting enters here too, with rdi = 0.
    .global enter_kernel
enter_kernel:
    mov     rsp, offset stack_top
    xor     ebp, ebp
    push    rbp                                         # a zero return address ends every trace
    mov     rax, offset kernel_main
    jmp     rax

    .balign 8
boot_gdt:
    .quad   0
    .quad   0x00af9b000000ffff                          # 0x08: code, L = 1, DPL = 0
    .quad   0x00cf93000000ffff                          # 0x10: data, DPL = 0
boot_gdtr:
    .word   . - boot_gdt - 1
    .long   boot_gdt

    .section .boot_bss, "aw", @nobits
    .balign 4096
    .global boot_pml4
boot_pml4:
    .skip   4096
boot_pdpt:
    .skip   4096
boot_pd:
    .skip   4096
    .skip   64
boot_stack_top:

    .text
    .code64
"#
);
