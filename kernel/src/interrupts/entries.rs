//! The first instructions of every handler: make all frames alike, save all registers.
//!
//! Written as naked functions, because a compiler's prologue would already have changed
//! the registers that are to be saved.

use super::dispatch::dispatch;
use core::arch::naked_asm;

/// Saves the registers, calls Rust, restores them and goes back.
#[unsafe(naked)]
unsafe extern "C" fn save_and_dispatch() {
    naked_asm!(
        "push rax",
        "push rbx",
        "push rcx",
        "push rdx",
        "push rsi",
        "push rdi",
        "push rbp",
        "push r8",
        "push r9",
        "push r10",
        "push r11",
        "push r12",
        "push r13",
        "push r14",
        "push r15",
        "cld",          // the ABI promises DF = 0; the interrupted code did not
        "mov rdi, rsp", // the frame is the argument
        "call {dispatch}",
        "pop r15",
        "pop r14",
        "pop r13",
        "pop r12",
        "pop r11",
        "pop r10",
        "pop r9",
        "pop r8",
        "pop rbp",
        "pop rdi",
        "pop rsi",
        "pop rdx",
        "pop rcx",
        "pop rbx",
        "pop rax",
        "add rsp, 16", // vector and error code
        "iretq",
        dispatch = sym dispatch,
    )
}

macro_rules! entries {
    ($($vector:literal $name:ident $push:literal),+ $(,)?) => {
        $(#[unsafe(naked)]
        unsafe extern "C" fn $name() {
            naked_asm!($push, "push {vector}", "jmp {next}",
                       vector = const $vector, next = sym save_and_dispatch)
        })+

        /// Each vector that has an entry, with the address for its gate.
        pub fn all() -> impl Iterator<Item = (u8, u64)> {
            [$(($vector, $name as *const () as u64)),+].into_iter()
        }
    };
}

// The word after the name is what stands in for a missing error code: a push of 0, or
// nothing where the processor pushed one.
entries! {
     0 enter_divide_error            "push 0",
     1 enter_debug                   "push 0",
     2 enter_nmi                     "push 0",
     3 enter_breakpoint              "push 0",
     4 enter_overflow                "push 0",
     5 enter_bound_range_exceeded    "push 0",
     6 enter_invalid_opcode          "push 0",
     7 enter_device_not_available    "push 0",
     8 enter_double_fault            "",
    10 enter_invalid_tss             "",
    11 enter_segment_not_present     "",
    12 enter_stack_segment_fault     "",
    13 enter_general_protection      "",
    14 enter_page_fault              "",
    16 enter_x87_floating_point      "push 0",
    17 enter_alignment_check         "",
    18 enter_machine_check           "push 0",
    19 enter_simd_floating_point     "push 0",
    20 enter_virtualization          "push 0",
    21 enter_control_protection      "",
    32 enter_irq_0_timer             "push 0",
    33 enter_irq_1_keyboard          "push 0",
    34 enter_irq_2                   "push 0",
    35 enter_irq_3                   "push 0",
    36 enter_irq_4_serial            "push 0",
    37 enter_irq_5                   "push 0",
    38 enter_irq_6                   "push 0",
    39 enter_irq_7                   "push 0",
    40 enter_irq_8                   "push 0",
    41 enter_irq_9                   "push 0",
    42 enter_irq_10                  "push 0",
    43 enter_irq_11                  "push 0",
    44 enter_irq_12                  "push 0",
    45 enter_irq_13                  "push 0",
    46 enter_irq_14                  "push 0",
    47 enter_irq_15                  "push 0",
}
