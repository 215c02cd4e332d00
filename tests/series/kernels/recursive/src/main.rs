//! Stage "paging" by the other road: `RecursivePageTable`, through the slot that maps the PML4 itself.

#![no_std]
#![no_main]

use bootloader::{entry_point, BootInfo};
use core::{fmt::Write, panic::PanicInfo};
use spin::Mutex;
use uart_16550::SerialPort;
use x86_64::{
    instructions::{hlt, port::Port},
    structures::paging::{
        FrameAllocator, Mapper, Page, PageTable, PageTableFlags, PhysFrame, RecursivePageTable,
        Size4KiB, Translate,
    },
    PhysAddr, VirtAddr,
};

// SAFETY: COM1 lies there in every PC, and nothing else drives it.
static COM1: Mutex<SerialPort> = Mutex::new(unsafe { SerialPort::new(0x3f8) });

macro_rules! println {
    ($($part:tt)*) => { writeln!(COM1.lock(), $($part)*).unwrap() };
}

entry_point!(main);

fn main(boot_info: &'static BootInfo) -> ! {
    COM1.lock().init();
    println!("recursive");
    println!("slot {}", boot_info.recursive_index());
    println!("tables at {:#x}", boot_info.recursive_page_table_addr);
    println!("memory at {:#x}", boot_info.physical_memory_offset);
    for region in boot_info.memory_map.iter() {
        println!("{:?} {:?}", region.range, region.region_type);
    }
    let table = boot_info.recursive_page_table_addr as *mut PageTable;
    // SAFETY: the bootloader has mapped the PML4 there, and nobody else looks at it.
    let mut tables = RecursivePageTable::new(unsafe { &mut *table }).unwrap();
    for address in [0xb_8000, main as fn(_) -> _ as usize as u64, boot_info as *const _ as u64, 0xdead_0000] {
        println!("{address:#x} is {:?}", tables.translate_addr(VirtAddr::new(address)));
    }

    let page = Page::<Size4KiB>::containing_address(VirtAddr::new(0x6666_0000_0000));
    let flags = PageTableFlags::PRESENT | PageTableFlags::WRITABLE;
    let mut frames = Spare(boot_info);
    let frame = frames.allocate_frame().unwrap();
    // SAFETY: page and frame are unused.
    unsafe { tables.map_to(page, frame, flags, &mut frames) }.unwrap().flush();
    let there = page.start_address().as_mut_ptr::<u64>();
    let again = (boot_info.physical_memory_offset + frame.start_address().as_u64()) as *const u64;
    // SAFETY: both name the frame that was mapped just now.
    let seen = unsafe {
        there.write_volatile(0x0123_4567_89ab_cdef);
        again.read_volatile()
    };
    println!("written through the page, read through memory: {seen:#x}");
    leave(0x10)
}

/// Frames from the end of the largest usable region, downwards.
struct Spare(&'static BootInfo);

unsafe impl FrameAllocator<Size4KiB> for Spare {
    fn allocate_frame(&mut self) -> Option<PhysFrame> {
        use bootloader::bootinfo::MemoryRegionType::Usable;
        use core::sync::atomic::{AtomicU64, Ordering};
        static GIVEN: AtomicU64 = AtomicU64::new(0);
        let regions = self.0.memory_map.iter();
        let end = regions
            .filter(|region| region.region_type == Usable)
            .max_by_key(|region| region.range.end_addr() - region.range.start_addr())?
            .range
            .end_addr();
        let given = GIVEN.fetch_add(1, Ordering::Relaxed) + 1;
        Some(PhysFrame::containing_address(PhysAddr::new(end - 4096 * given)))
    }
}

fn leave(status: u32) -> ! {
    // SAFETY: the port belongs to the exit device alone.
    unsafe { Port::new(0xf4).write(status) };
    loop {
        hlt();
    }
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    println!("[failed]\n{info}");
    leave(0x11)
}
