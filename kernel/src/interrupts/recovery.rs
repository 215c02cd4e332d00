//! Instructions that are allowed to fault, and where to go on after each.
//!
//! A command that touches any address the reader likes must survive the answer. Its one
//! dangerous instruction is registered here at build time; the dispatcher looks the saved
//! RIP up and, where it finds it, returns to the place registered with it.

use super::trap_frame::TrapFrame;
use crate::boot::image;
use crate::paging::LinearAddress;
use core::slice;

/// `RIP in first..end` resumes at `resume`.
#[repr(C)]
pub struct RecoverySite {
    first: u64,
    end: u64,
    resume: u64,
}

/// Registers the code between labels 7 and 8 with resumption at label 9 (all of them ahead
/// of the text): to be put at the start of an `asm!` block that defines the three.
#[macro_export]
macro_rules! recovery_site {
    () => {
        ".pushsection .recovery_sites, \"a\"\n.quad 7f, 8f, 9f\n.popsection"
    };
}

/// I/D of the page-fault error code: the fault was in fetching the instruction itself.
const INSTRUCTION_FETCH: u64 = 1 << 4;
const PAGE_FAULT: u8 = 14;

/// Sends the frame to where its program expects to go on, if a fault there was expected.
pub fn recover(frame: &mut TrapFrame) -> bool {
    if let Some(resume) = resume_address(frame.rip) {
        frame.rip = resume;
        return true;
    }
    // A call to a page that cannot be fetched from leaves RIP there; the site is where the
    // call would have returned to, and that lies on top of the stack.
    let is_fetch = frame.vector() == PAGE_FAULT && frame.error_code & INSTRUCTION_FETCH != 0;
    if is_fetch && is_on_stack(frame.rsp) {
        // SAFETY: the address lies in the kernel's stack, which is mapped.
        let return_address = unsafe { (frame.rsp as *const u64).read() };
        if let Some(resume) = resume_address(return_address) {
            frame.rsp += 8;
            frame.rip = resume;
            return true;
        }
    }
    false
}

fn is_on_stack(rsp: u64) -> bool {
    (image::stack_bottom()..image::stack_top()).contains(&LinearAddress::new(rsp))
}

fn resume_address(rip: u64) -> Option<u64> {
    let start = image::recovery_sites_start();
    let count = (image::recovery_sites_end().as_u64() - start.as_u64()) as usize
        / size_of::<RecoverySite>();
    // SAFETY: the linker script gathers the records, and nothing else, between the two symbols.
    let sites = unsafe { slice::from_raw_parts(start.as_ptr::<RecoverySite>(), count) };
    sites.iter().find(|site| (site.first..site.end).contains(&rip)).map(|site| site.resume)
}
