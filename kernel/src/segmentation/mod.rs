//! What long mode left of segmentation: a GDT for CS, and a TSS for stacks.
//! SDM Vol. 3A, "Segmentation in IA-32e Mode" and "Task Management in 64-bit Mode".

pub mod gdt;
pub mod tss;

/// Whether #DF gets a stack of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum DoubleFaultStack {
    /// IST1: the frame has room whatever became of the interrupted stack.
    Ist1,
    /// None: the frame is pushed where the trouble is.
    Interrupted,
}

/// Loads GDT, segment registers and task register.
pub fn init() {
    tss::init();
    gdt::load();
}
