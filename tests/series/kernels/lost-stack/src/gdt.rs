//! The segments, and the stack on which a double fault shall arrive.

use x86_64::{
    instructions::{
        segmentation::{Segment, CS, SS},
        tables::load_tss,
    },
    structures::{
        gdt::{Descriptor, GlobalDescriptorTable, SegmentSelector},
        tss::TaskStateSegment,
    },
    VirtAddr,
};

/// The entry of the TSS's table, from 0: what the manual calls IST1.
pub const DOUBLE_FAULT_IST: u16 = 0;

const PAGE_SIZE: u64 = 4096;
const STACK_SIZE: u64 = 5 * PAGE_SIZE;

#[repr(align(16))]
struct Stack(#[allow(dead_code)] [u8; STACK_SIZE as usize]);

static mut DOUBLE_FAULT_STACK: Stack = Stack([0; STACK_SIZE as usize]);
static mut TSS: TaskStateSegment = TaskStateSegment::new();
static mut GDT: GlobalDescriptorTable = GlobalDescriptorTable::new();

/// Fills TSS and GDT and loads both; to be called once, before there is any interrupt.
pub fn load() {
    // SAFETY: nobody else touches the three, and they stay where they are.
    unsafe {
        let stack_end = end_of(VirtAddr::from_ptr(&raw const DOUBLE_FAULT_STACK));
        (*(&raw mut TSS)).interrupt_stack_table[DOUBLE_FAULT_IST as usize] = stack_end;
        let table = &mut *(&raw mut GDT);
        let code = table.append(Descriptor::kernel_code_segment());
        let task = table.append(Descriptor::tss_segment(&*(&raw const TSS)));
        table.load();
        CS::set_reg(code);
        SS::set_reg(SegmentSelector(0));
        load_tss(task);
    }
}

/// The mistake: the size is in bytes already, and is taken for a number of pages.
fn end_of(stack: VirtAddr) -> VirtAddr {
    stack + STACK_SIZE * PAGE_SIZE
}
