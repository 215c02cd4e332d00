//! Reaches the level-1 entry of the screen's page through PML4E 510, which leads back to the PML4. The
//! walk has its four steps as always, but the first of them stays where it is.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::paging::reach::{Reach, Recursive, read_entry};
use crate::paging::{Level, LinearAddress, PhysicalAddress, mapper};
use crate::println;

const SCREEN: LinearAddress = LinearAddress::new(0xb_8000);

pub const SCENARIO: Scenario = Scenario {
    name: "recursive-walk",
    summary: "a page table reached through the PML4's own entry",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    // The way needs no frame; this one is never looked at.
    let unused = PhysicalAddress::new(0);
    println!("p1 at {}", Recursive.table(SCREEN, Level::One, unused));
    // SAFETY: the three tables above exist, so the address is mapped, and holds an entry.
    let entry = unsafe { read_entry(&mut Recursive, SCREEN, Level::One, unused) };
    let by_walking = mapper::leaf(SCREEN).expect("the screen is mapped");
    println!("p1[{}] -> {}", SCREEN.index(Level::One), entry.frame());
    assert!(entry.frame() == by_walking.frame(), "the walk says {}", by_walking.frame());
}
