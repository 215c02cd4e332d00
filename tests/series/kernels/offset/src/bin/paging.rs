//! Stage "paging": what the bootloader has mapped, and one mapping more, by `OffsetPageTable`.

#![no_std]
#![no_main]

use bootloader::{entry_point, BootInfo};
use core::panic::PanicInfo;
use offset::{exit, memory, println};
use x86_64::{
    registers::control::{Cr0, Cr3, Cr4, Efer},
    structures::paging::{
        mapper::{MappedFrame, TranslateResult},
        FrameAllocator, Mapper, OffsetPageTable, Page, PageTableFlags, PhysFrame, Size4KiB,
        Translate,
    },
    PhysAddr, VirtAddr,
};

entry_point!(main);

fn main(boot_info: &'static BootInfo) -> ! {
    println!("paging");
    println!("{:?} {:?}", Cr0::read(), Cr4::read());
    println!("{:?} {:?}", Efer::read(), Cr3::read());
    println!("BootInfo at {boot_info:p}");
    for region in boot_info.memory_map.iter() {
        println!("{:?} {:?}", region.range, region.region_type);
    }

    let offset = VirtAddr::new(boot_info.physical_memory_offset);
    // SAFETY: so the bootloader says, and nobody else looks at the tables.
    let mut tables = unsafe { memory::active_tables(offset) };
    let addresses = [
        0,
        0x1000,
        0xb_8000,
        0x40_0000,
        main as fn(_) -> _ as usize as u64,
        boot_info as *const _ as u64,
        boot_info as *const _ as u64 + 0x1000,
        boot_info as *const _ as u64 + 0x2000,
        boot_info.physical_memory_offset,
        boot_info.physical_memory_offset + 0x40_1234,
    ];
    for address in addresses {
        describe(&tables, VirtAddr::new(address));
    }
    map_the_screen(&mut tables, boot_info);
    exit::leave(exit::Status::Success)
}

fn describe(tables: &OffsetPageTable, address: VirtAddr) {
    let TranslateResult::Mapped { frame, offset, flags } = tables.translate(address) else {
        return println!("{address:p} is not mapped");
    };
    let size = match frame {
        MappedFrame::Size4KiB(_) => "4 KiB",
        MappedFrame::Size2MiB(_) => "2 MiB",
        MappedFrame::Size1GiB(_) => "1 GiB",
    };
    // Which pages were used before the kernel is the bootloader's own affair.
    let flags = flags & !(PageTableFlags::ACCESSED | PageTableFlags::DIRTY);
    println!("{address:p} is {:#x}, {size} {flags:?}", frame.start_address() + offset);
}

fn map_the_screen(tables: &mut OffsetPageTable, boot_info: &'static BootInfo) {
    // SAFETY: the map is true, and its usable frames are free.
    let mut frames = unsafe { memory::UsableFrames::new(&boot_info.memory_map) };
    let page = Page::<Size4KiB>::containing_address(VirtAddr::new(0x5555_0000_0000));
    let screen = PhysFrame::containing_address(PhysAddr::new(0xb8000));
    let flags = PageTableFlags::PRESENT | PageTableFlags::WRITABLE;
    // SAFETY: the screen is memory that anybody may write.
    unsafe { tables.map_to(page, screen, flags, &mut frames) }.unwrap().flush();
    describe(tables, page.start_address());
    let cell = (page.start_address() + 160u64).as_mut_ptr::<u16>();
    // SAFETY: it was mapped just now, and identity-mapped it is the same cell.
    let seen = unsafe {
        cell.write_volatile(0x0f52);
        (0xb80a0 as *const u16).read_volatile()
    };
    println!("the screen holds {seen:#x}");
    println!("the next free frame is {:?}", frames.allocate_frame().unwrap());
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    offset::fail(info)
}
