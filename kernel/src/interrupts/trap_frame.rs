//! What lies on the stack while a handler runs.
//!
//! ```text
//!  higher   SS       ┐
//!           RSP      │
//!           RFLAGS   │ pushed by the processor, always all five in 64-bit mode
//!           CS       │
//!           RIP      ┘
//!           error code    by the processor for some vectors, else 0 by the entry
//!           vector        by the entry
//!           RAX … R15     by the entry
//!  lower    ◄── RSP
//! ```
//!
//! The processor aligns RSP to 16 before its first push, and 22 slots are a multiple of 16
//! bytes, so the handler is called with the alignment the ABI asks for.

use super::exception::exception;
use crate::paging::LinearAddress;

/// The saved state of whatever was interrupted. Changing it changes what IRETQ returns to.
#[repr(C)]
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields are the registers they are named for")]
pub struct TrapFrame {
    pub r15: u64,
    pub r14: u64,
    pub r13: u64,
    pub r12: u64,
    pub r11: u64,
    pub r10: u64,
    pub r9: u64,
    pub r8: u64,
    pub rbp: u64,
    pub rdi: u64,
    pub rsi: u64,
    pub rdx: u64,
    pub rcx: u64,
    pub rbx: u64,
    pub rax: u64,
    pub vector: u64,
    pub error_code: u64,
    pub rip: u64,
    pub cs: u64,
    pub rflags: u64,
    pub rsp: u64,
    pub ss: u64,
}

impl TrapFrame {
    /// Which gate was used.
    pub fn vector(&self) -> u8 {
        self.vector as u8
    }

    /// RSP at the handler's first instruction: the lowest slot the processor pushed.
    pub fn entry_rsp(&self) -> LinearAddress {
        let has_error_code = exception(self.vector()).is_some_and(|row| row.has_error_code);
        LinearAddress::new(if has_error_code {
            &raw const self.error_code as u64
        } else {
            &raw const self.rip as u64
        })
    }
}
