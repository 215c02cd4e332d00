//! The task-state segment: where the processor finds stacks for interrupt delivery.
//! SDM Vol. 3A, "Task Management in 64-bit Mode".

use crate::boot::image;
use crate::sync::SpinLock;

/// ```text
///  bytes    field
///   0..4    reserved
///   4..28   RSP0 RSP1 RSP2      the stack on entry to rings 0 to 2
///  28..36   reserved
///  36..92   IST1 … IST7         stacks that a gate may name
///  92..102  reserved
/// 102..104  I/O map base        beyond the limit: there is no I/O map
/// ```
#[repr(C, packed(4))]
pub struct TaskStateSegment {
    reserved_0: u32,
    /// Stacks for the entry to rings 0, 1 and 2.
    pub rsp: [u64; 3],
    reserved_1: u64,
    /// IST1 to IST7; the manual counts from one.
    pub ist: [u64; 7],
    reserved_2: u64,
    reserved_3: u16,
    io_map_base: u16,
}

/// Size of the segment without an I/O map.
pub const SIZE: usize = size_of::<TaskStateSegment>();

/// The only TSS: one processor, one task as the hardware counts them.
pub static TSS: SpinLock<TaskStateSegment> = SpinLock::new(TaskStateSegment {
    reserved_0: 0,
    rsp: [0; 3],
    reserved_1: 0,
    ist: [0; 7],
    reserved_2: 0,
    reserved_3: 0,
    io_map_base: SIZE as u16,
});

/// Enters the stacks into the table.
pub fn init() {
    let mut tss = TSS.lock();
    tss.rsp[0] = image::stack_top().as_u64();
    tss.ist[0] = image::ist1_top().as_u64();
}
