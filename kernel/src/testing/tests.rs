//! What this kernel claims of itself.

use super::Test;
use crate::interrupts::idt::Gate;
use crate::paging::mapper::{self, MapError};
use crate::paging::{Flags, Level, LinearAddress, frame_allocator};
use crate::sync::Queue;
use alloc::boxed::Box;
use core::hint::black_box;

/// PML4E 4, of which nothing else is mapped.
const UNUSED_PAGE: LinearAddress = LinearAddress::new(0x200_0000_0000);

macro_rules! tests {
    ($($name:ident),+ $(,)?) => {
        [$(Test { name: stringify!($name), run: $name }),+]
    };
}

/// All of them.
pub static TESTS: [Test; 6] = tests![
    gate_joins_its_offset,
    address_splits_into_indices,
    queue_keeps_order_and_drops_the_rest,
    box_holds_its_value,
    frame_is_handed_out_again,
    page_is_mapped_until_it_is_unmapped,
];

fn gate_joins_its_offset() {
    let offset = 0x1234_5678_9abc_def0;
    assert_eq!(Gate::interrupt(offset).offset(), offset);
}

fn address_splits_into_indices() {
    let address = LinearAddress::new(0x80_8060_4567);
    assert_eq!(Level::TOP_DOWN.map(|level| address.index(level)), [1, 2, 3, 4]);
}

fn queue_keeps_order_and_drops_the_rest() {
    let queue = Queue::<u8, 2>::new();
    (1..=3).for_each(|item| queue.push(item));
    assert_eq!([queue.pop(), queue.pop(), queue.pop()], [Some(1), Some(2), None]);
    assert_eq!(queue.dropped(), 1);
}

fn box_holds_its_value() {
    assert_eq!(*black_box(Box::new(42)), 42);
}

fn frame_is_handed_out_again() {
    let frame = frame_allocator::allocate().expect("128 MiB have a frame left");
    // SAFETY: allocated just now, and used by nobody.
    unsafe { frame_allocator::free(frame) };
    assert!(frame_allocator::allocate() == Some(frame), "another frame");
}

fn page_is_mapped_until_it_is_unmapped() {
    let frame = frame_allocator::allocate().expect("128 MiB have a frame left");
    // SAFETY: page and frame are fresh, and given back below.
    unsafe {
        mapper::map(UNUSED_PAGE, frame, Flags::WRITABLE).expect("nothing lies there");
        UNUSED_PAGE.as_mut_ptr::<u8>().write_volatile(42);
        assert_eq!(mapper::window(frame).as_ptr::<u8>().read_volatile(), 42);
        assert!(mapper::unmap(UNUSED_PAGE) == Ok(frame), "another frame");
        frame_allocator::free(frame);
    }
    assert!(mapper::leaf(UNUSED_PAGE) == Err(MapError::NotMapped), "still mapped");
}
