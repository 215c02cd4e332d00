//! Stage "heap": boxes, vectors and counted references, and all of it given back.

#![no_std]
#![no_main]

extern crate alloc;

use alloc::{boxed::Box, collections::BTreeMap, rc::Rc, string::String, vec::Vec};
use bootloader::{entry_point, BootInfo};
use core::panic::PanicInfo;
use offset::{exit, heap, println};

entry_point!(main);

fn main(boot_info: &'static BootInfo) -> ! {
    println!("heap");
    heap::init(boot_info);
    let before = heap::free();
    println!("{before} bytes free");
    {
        let answer = Box::new(41);
        println!("a box at {answer:p}");
        let squares: Vec<u64> = (0..500).map(|n| n * n).collect();
        println!("the squares add up to {}", squares.iter().sum::<u64>() + *answer);
        let shared = Rc::new([7u8; 100]);
        let other = shared.clone();
        println!("{} owners", Rc::strong_count(&other));
        drop(shared);
        println!("{} owner", Rc::strong_count(&other));
        let names: BTreeMap<_, _> =
            ["pml4", "pdpt", "pd", "pt"].into_iter().zip([512, 1, 2, 3]).collect();
        let text: String = names.keys().copied().collect::<Vec<_>>().join(", ");
        println!("{text}");
    }
    for n in 0..heap::SIZE {
        assert_eq!(*Box::new(n), n);
    }
    println!("{} bytes lost", before - heap::free());
    exit::leave(exit::Status::Success)
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    offset::fail(info)
}
