//! Scenarios: one experiment each, chosen by `scenario=NAME` on the command line.
//!
//! To add one, write a file that defines `SCENARIO` and add its row to the table below.

mod echo;
mod request;

use crate::boot::command_line::CommandLine;
use crate::heap::Kind;
use crate::paging::LinearAddress;
use crate::segmentation::DoubleFaultStack;
use crate::{mark, println};

/// An address that nothing is mapped at, with the indices 1, 2, 3 and 4 on its way.
const PROBE: LinearAddress = LinearAddress::new(0x80_8060_4567);

/// What a scenario wants otherwise than usual from the boot.
#[derive(Clone, Copy)]
pub struct Setup {
    /// The stack of #DF.
    pub double_fault_stack: DoubleFaultStack,
    /// The allocator, unless the command line names one.
    pub heap: Kind,
    /// Whether the heap has frames.
    pub heap_is_mapped: bool,
}

impl Setup {
    /// What the kernel does without a scenario.
    pub const USUAL: Setup = Setup {
        double_fault_stack: DoubleFaultStack::Ist1,
        heap: Kind::ListMerge,
        heap_is_mapped: true,
    };
}

/// One experiment.
pub struct Scenario {
    /// As the command line spells it.
    pub name: &'static str,
    /// One line for `list`.
    pub summary: &'static str,
    /// What it wants from the boot.
    pub setup: Setup,
    /// The experiment. If it returns, the shell follows.
    pub run: fn(&CommandLine),
}

macro_rules! scenarios {
    ($($module:ident),+ $(,)?) => {
        $(mod $module;)+
        static SCENARIOS: &[Scenario] = &[$($module::SCENARIO),+];
    };
}

scenarios! {
    // Panics and the screen
    panic_drop,
    hello_raw,
    red_zone,
    vga_hello,
    vga_scroll,
    vga_nonvolatile,
    vga_out_of_bounds,
    // Tests
    tests,
    test_fails,
    test_should_panic,
    test_hang,
    // Exceptions
    breakpoint,
    divide_error,
    invalid_opcode,
    idt_on_stack,
    // Double faults
    unhandled_page_fault,
    double_fault_no_handler,
    no_idt,
    missing_handler,
    de_then_pf,
    pf_handler_unmapped,
    stack_overflow,
    double_fault_without_ist,
    stale_ss,
    // Hardware interrupts
    timer,
    hlt,
    sti_unhandled,
    pic_not_remapped,
    missing_eoi,
    vga_deadlock,
    vga_race,
    keyboard,
    keyboard_unread,
    // Paging
    page_walk,
    page_fault_unmapped,
    write_code,
    exec_heap,
    non_canonical,
    cr3_as_pointer,
    two_spaces,
    frames_scattered,
    fs_base,
    offset_map,
    translate,
    recursive_walk,
    temp_map,
    map_existing_table,
    map_new_page,
    map_no_frames,
    alias_null,
    tlb_stale,
    // Heap
    three_kinds,
    heap_dummy,
    heap_unmapped,
    heap_basics,
    heap_leak,
    heap_exhausted,
    raw_use_after_free,
    raw_double_free,
    alloc_in_irq,
    // Allocators
    alloc_long_lived,
    alloc_split,
    alloc_padding,
    alloc_search,
    alloc_fragment,
    alloc_hoard,
    alloc_classes,
    // Tasks
    async_lazy,
    async_number,
    async_keyboard,
    busy_poll,
    late_waker,
    sleep_race,
    hog_task,
    queue_full,
    queue_mutex_deadlock,
    pin_move,
}

/// The scenario that the command line names.
pub enum Choice<'a> {
    /// It names none.
    None,
    /// It names one that does not exist.
    Unknown(&'a str),
    /// This one.
    Known(&'static Scenario),
}

/// All scenarios.
pub fn all() -> &'static [Scenario] {
    SCENARIOS
}

/// The scenario with a name.
pub fn named(name: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.name == name)
}

/// Looks `scenario=NAME` up.
pub fn chosen(command_line: &CommandLine) -> Choice<'_> {
    match command_line.value("scenario") {
        None => Choice::None,
        Some(name) => named(name).map_or(Choice::Unknown(name), Choice::Known),
    }
}

/// What the boot has to prepare.
pub fn setup(choice: &Choice) -> Setup {
    match choice {
        Choice::Known(scenario) => scenario.setup,
        Choice::None | Choice::Unknown(_) => Setup::USUAL,
    }
}

/// Runs the chosen scenario, between its first and its last line.
pub fn run(choice: &Choice, command_line: &CommandLine) {
    match choice {
        Choice::None => {}
        Choice::Unknown(name) => println!("? no scenario {name}"),
        Choice::Known(scenario) => {
            println!("== {}", scenario.name);
            mark!("start");
            (scenario.run)(command_line);
            println!("== {}: done", scenario.name);
        }
    }
}
