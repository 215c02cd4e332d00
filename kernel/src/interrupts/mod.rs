//! Exceptions and interrupts: how the processor enters the kernel.
//! SDM Vol. 3A, "Interrupt and Exception Handling".
//!
//! ```text
//! vector ─► IDT gate ─► entries.rs ─► TrapFrame ─► dispatch.rs ─┬─► exception: report, resume or stop
//!                                                               └─► IRQ line: its driver, then EOI
//! ```

mod dispatch;
pub mod entries;
pub mod exception;
pub mod fault_report;
pub mod idt;
pub mod irq;
pub mod page_fault_error_code;
pub mod recovery;
pub mod trap_frame;

pub use dispatch::set_exception_hook;

/// Vectors 0 to 31 belong to the architecture; the 8259A pair is told to use the next 16.
pub const FIRST_IRQ_VECTOR: u8 = 32;
