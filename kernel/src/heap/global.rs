//! The one allocator behind `alloc`'s types: chosen at boot, locked at every use.

use super::bump::Bump;
use super::dummy::Dummy;
use super::fixed_blocks::FixedBlocks;
use super::free_list::FreeList;
use super::merging_free_list::MergingFreeList;
use super::{Allocator, Kind, SIZE, START, Statistics};
use crate::paging::{Flags, PAGE_SIZE, frame_allocator, mapper};
use crate::sync::SpinLock;
use core::alloc::{GlobalAlloc, Layout};
use core::sync::atomic::{AtomicBool, Ordering};

struct Heap {
    kind: Kind,
    dummy: Dummy,
    bump: Bump,
    list: FreeList,
    list_merge: MergingFreeList,
    fixed: FixedBlocks,
}

impl Heap {
    fn chosen(&mut self) -> &mut dyn Allocator {
        match self.kind {
            Kind::Dummy => &mut self.dummy,
            Kind::Bump => &mut self.bump,
            Kind::List => &mut self.list,
            Kind::ListMerge => &mut self.list_merge,
            Kind::Fixed => &mut self.fixed,
        }
    }
}

static HEAP: SpinLock<Heap> = SpinLock::new(Heap {
    kind: Kind::Dummy,
    dummy: Dummy,
    bump: Bump::new(),
    list: FreeList::empty(),
    list_merge: MergingFreeList::empty(),
    fixed: FixedBlocks::empty(),
});

/// Whether interrupts are taken while somebody allocates or frees.
static IS_INTERRUPTIBLE: AtomicBool = AtomicBool::new(false);

/// Whether interrupts may come while somebody allocates, to see what becomes of a handler that
/// allocates too.
pub fn set_interruptible(is_interruptible: bool) {
    IS_INTERRUPTIBLE.store(is_interruptible, Ordering::Relaxed);
}

/// Asks the chosen allocator, with interrupts off unless they are welcome.
fn with_allocator<R>(action: impl FnOnce(&mut dyn Allocator) -> R) -> R {
    if IS_INTERRUPTIBLE.load(Ordering::Relaxed) {
        action(HEAP.lock().chosen())
    } else {
        HEAP.with_interrupts_off(|heap| action(heap.chosen()))
    }
}

/// Hands the heap to an allocator.
pub fn init(kind: Kind) {
    HEAP.lock().kind = kind;
    // SAFETY: nothing has been allocated yet.
    unsafe { begin_anew() }
}

/// Makes all of the heap free, whatever state its allocator was in.
///
/// # Safety
/// No block may be in use.
pub unsafe fn begin_anew() {
    let mut heap = HEAP.lock();
    // SAFETY: only the chosen allocator gets the heap, and the caller has no block of it. Where
    // the heap is not mapped, this faults, and that is what such a boot is for.
    unsafe {
        match heap.kind {
            Kind::Dummy => {}
            Kind::Bump => heap.bump = Bump::new(),
            Kind::List => heap.list = FreeList::over_whole_heap(),
            Kind::ListMerge => heap.list_merge = MergingFreeList::over_whole_heap(),
            Kind::Fixed => heap.fixed = FixedBlocks::over_whole_heap(),
        }
    }
}

/// Maps the heap page by page, each to a frame of its own.
pub fn map() {
    let flags = Flags::WRITABLE | Flags::EXECUTE_DISABLE;
    for offset in (0..SIZE).step_by(PAGE_SIZE as usize) {
        let frame = frame_allocator::allocate().expect("no frame for the heap");
        // SAFETY: frame and page are fresh.
        unsafe { mapper::map(START.plus(offset), frame, flags) }.expect("the heap is mapped once");
    }
}

/// Kind and counts of the heap.
pub fn statistics() -> (Kind, Statistics) {
    HEAP.with_interrupts_off(|heap| (heap.kind, heap.chosen().statistics()))
}

/// Visits each free region: the list it is in, its address, its size. `visit` must not
/// allocate, since the heap is locked meanwhile.
pub fn describe_lists(visit: &mut dyn FnMut(&'static str, u64, u64)) {
    with_allocator(|allocator| allocator.visit_free(visit));
}

/// Does something while nobody can allocate.
pub fn while_locked(action: impl FnOnce()) {
    let _heap = HEAP.lock();
    action();
}

struct Global;

#[global_allocator]
static GLOBAL: Global = Global;

// SAFETY: each allocator returns blocks of the heap that fit the layout and do not overlap,
// and the lock keeps two callers apart.
unsafe impl GlobalAlloc for Global {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        with_allocator(|allocator| allocator.allocate(layout))
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is the one that is asked for.
        with_allocator(|allocator| unsafe { allocator.deallocate(block, layout) });
    }
}
