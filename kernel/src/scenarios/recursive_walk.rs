//! Reaches the level-1 entry of the screen's page through PML4E 510, which leads back to the PML4:
//! each time around the loop the roles of the tables move up by one, so that after one of the four
//! steps the last page is the page *table*.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::paging::kernel_space::RECURSIVE_INDEX;
use crate::paging::mapper;
use crate::paging::{Entry, Level, LinearAddress};
use crate::println;

const SCREEN: LinearAddress = LinearAddress::new(0xb_8000);

pub const SCENARIO: Scenario = Scenario {
    name: "recursive-walk",
    summary: "a page table reached through the PML4's own entry",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let address = level_1_entry_of(SCREEN);
    println!("p1 at {}", address.page());
    // SAFETY: the three tables above exist, so the address is mapped, and holds an entry.
    let entry = unsafe { address.as_ptr::<Entry>().read_volatile() };
    let by_walking = mapper::leaf(SCREEN).expect("the screen is mapped");
    println!("p1[{}] -> {}", SCREEN.index(Level::One), entry.frame());
    assert!(entry.frame() == by_walking.frame(), "the walk says {}", by_walking.frame());
}

/// Indices 510, then those of levels 4, 3 and 2; the level-1 index times 8 as the offset.
fn level_1_entry_of(address: LinearAddress) -> LinearAddress {
    let index = |level: Level| address.index(level) as u64;
    let table = 0xffff << 48
        | (RECURSIVE_INDEX as u64) << Level::Four.shift()
        | index(Level::Four) << Level::Three.shift()
        | index(Level::Three) << Level::Two.shift()
        | index(Level::Two) << Level::One.shift();
    LinearAddress::new(table).plus(index(Level::One) * 8)
}
