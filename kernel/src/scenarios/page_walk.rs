//! Touches three addresses twice: the first time the processor walks, the second time the
//! translation is cached. Then one more that leads nowhere is walked in software only.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::paging::walk::{Translation, page_size_name, walk};
use crate::paging::{LinearAddress, PHYSICAL_MEMORY};
use crate::{mark, println};
use core::sync::atomic::{AtomicU32, Ordering};

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// The last cell of the screen, which no text of this scenario reaches.
const LAST_CELL: u64 = 0xb_8000 + 2 * (80 * 25 - 1);

pub const SCENARIO: Scenario = Scenario {
    name: "page-walk",
    summary: "4 KiB and 2 MiB walks, a cached one, an absent one",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    touch_twice(LinearAddress::new(LAST_CELL));
    touch_twice(PHYSICAL_MEMORY.plus(LAST_CELL));
    touch_twice(LinearAddress::new(COUNTER.as_ptr() as u64));
    mark!("probe", PROBE.as_u64());
    print_translation(PROBE);
}

fn touch_twice(address: LinearAddress) {
    for _ in 0..2 {
        // SAFETY: each address is mapped, and a read followed by a write of the same byte
        // changes nothing.
        unsafe {
            let byte = address.as_ptr::<u8>().read_volatile();
            address.as_mut_ptr::<u8>().write_volatile(byte);
        }
    }
    print_translation(address);
}

fn print_translation(address: LinearAddress) {
    match walk(address, |_| ()) {
        Translation::Mapped { address: physical, leaf } => {
            println!("va {address} pa {physical} {}", page_size_name(leaf));
        }
        Translation::Absent(level) => println!("va {address} absent at L{}", level as u8),
    }
    COUNTER.fetch_add(1, Ordering::Relaxed);
}
