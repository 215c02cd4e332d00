//! From the loader's jump to the first line of ordinary Rust.

pub mod command_line;
mod entry;
pub mod image;
pub mod restart;
pub mod start_info;

use crate::sync::SpinLock;
use start_info::Handover;

/// What the loader said. It outlives a restart.
#[unsafe(link_section = ".bss.preserved")]
pub static HANDOVER: SpinLock<Handover> = SpinLock::new(Handover::EMPTY);

/// The first Rust function, entered from `entry.rs` with an empty stack.
///
/// `start_info` is the physical address of the PVH start info, or 0 after a restart.
#[unsafe(no_mangle)]
extern "C" fn kernel_main(start_info: u64) -> ! {
    if start_info != 0 {
        restart::keep_pristine_data();
        // SAFETY: `entry.rs` passes on what the loader gave it, and its page tables map the
        // first GiB to itself.
        let handover = unsafe { Handover::read(start_info) };
        *HANDOVER.lock() = handover;
    }
    let handover = *HANDOVER.lock();
    crate::start(&handover)
}
