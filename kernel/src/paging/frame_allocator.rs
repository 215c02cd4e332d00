//! Hands out frames of physical memory: first those given back, then the next untouched one.
//!
//! Everything below 1 MiB belongs to the firmware's tables, the VGA and the loader; the
//! kernel's image follows. A free frame holds the address of the next free frame, so the
//! list needs no memory of its own.

use super::{PAGE_SIZE, PHYSICAL_MEMORY, PhysicalAddress};
use crate::boot::image;
use crate::boot::start_info::Handover;
use crate::sync::SpinLock;

struct FrameAllocator {
    next: u64,
    returned: Option<PhysicalAddress>,
    handed_out: u64,
    limit: u64,
    usable: u64,
}

static FRAMES: SpinLock<FrameAllocator> = SpinLock::new(FrameAllocator {
    next: 0,
    returned: None,
    handed_out: 0,
    limit: u64::MAX,
    usable: 0,
});

/// How many frames there are, and how many are in use.
pub struct Statistics {
    /// Frames of usable memory above the image.
    pub usable: u64,
    /// Frames handed out and not given back.
    pub used: u64,
    /// The next frame that was never used.
    pub next: PhysicalAddress,
}

fn first_frame() -> u64 {
    image::physical(image::image_end()).as_u64().next_multiple_of(PAGE_SIZE)
}

/// Starts behind the image.
pub fn init(handover: &Handover) {
    let mut frames = FRAMES.lock();
    frames.next = first_frame();
    frames.usable = handover
        .memory_map()
        .iter()
        .filter(|region| region.is_usable())
        .map(|region| region.end().as_u64().saturating_sub(region.address.max(first_frame())))
        .map(|bytes| bytes / PAGE_SIZE)
        .sum();
}

/// Lets only this many more frames out, to see what becomes of those who need more.
pub fn limit_to(more: u64) {
    let mut frames = FRAMES.lock();
    frames.limit = frames.handed_out + more;
}

/// A frame nobody uses, with whatever bytes are in it.
pub fn allocate() -> Option<PhysicalAddress> {
    let mut frames = FRAMES.lock();
    if frames.handed_out == frames.limit {
        return None;
    }
    let frame = match frames.returned {
        Some(frame) => {
            let link = PHYSICAL_MEMORY.plus(frame.as_u64()).as_ptr::<Option<PhysicalAddress>>();
            // SAFETY: `free` wrote the link there, and nobody has used the frame since.
            frames.returned = unsafe { link.read() };
            frame
        }
        None => next_untouched(&mut frames)?,
    };
    frames.handed_out += 1;
    Some(frame)
}

/// The next frame that lies in a usable region.
fn next_untouched(frames: &mut FrameAllocator) -> Option<PhysicalAddress> {
    let handover = crate::boot::HANDOVER.lock();
    let frame = handover
        .memory_map()
        .iter()
        .filter(|region| region.is_usable())
        .map(|region| (region.address.next_multiple_of(PAGE_SIZE).max(frames.next), region.end()))
        .find(|(first, end)| first + PAGE_SIZE <= end.as_u64())
        .map(|(first, _)| first)?;
    frames.next = frame + PAGE_SIZE;
    Some(PhysicalAddress::new(frame))
}

/// Takes a frame back.
///
/// # Safety
/// Nothing may refer to the frame any more, no page table and no cached translation.
pub unsafe fn free(frame: PhysicalAddress) {
    let mut frames = FRAMES.lock();
    let link = PHYSICAL_MEMORY.plus(frame.as_u64()).as_mut_ptr::<Option<PhysicalAddress>>();
    // SAFETY: the caller gives the frame up, so its bytes are ours.
    unsafe { link.write(frames.returned) };
    frames.returned = Some(frame);
    frames.handed_out -= 1;
}

/// Counts for the `frames` command.
pub fn statistics() -> Statistics {
    let frames = FRAMES.lock();
    Statistics {
        usable: frames.usable,
        used: frames.handed_out,
        next: PhysicalAddress::new(frames.next),
    }
}
