//! Requests in a fixed order, to be played on one allocator after the other.

use crate::mark;
use alloc::alloc::{alloc, dealloc};
use core::alloc::Layout;

/// One step of a trace. A slot holds at most one block.
enum Request {
    /// Ask for `.1` bytes, aligned to `.2`, and keep the block in slot `.0`.
    Allocate(usize, usize, usize),
    /// Give the block of a slot back.
    Free(usize),
}

use Request::{Allocate, Free};

/// Requests that are made again and again. What a round does not give back is kept until the end.
pub struct Trace {
    /// As the shell spells it.
    pub name: &'static str,
    rounds: u32,
    round: &'static [Request],
}

/// How playing a trace ended.
pub enum Outcome {
    /// All requests were served.
    Served {
        /// So often.
        rounds: u32,
    },
    /// A request for memory was refused.
    Refused {
        /// The round, counted from 1.
        round: u32,
        /// What was asked for.
        layout: Layout,
    },
}

/// All traces.
pub static TRACES: [Trace; 3] = [
    // Blocks of all sizes that come and go, and a small one that stays each time.
    Trace {
        name: "mixed",
        rounds: 48,
        round: &[
            Allocate(0, 24, 8),
            Allocate(1, 32, 16),
            Allocate(2, 200, 8),
            Allocate(3, 1000, 8),
            Free(0),
            Allocate(4, 64, 64), // stays
            Free(2),
            Allocate(5, 500, 8),
            Free(1),
            Allocate(6, 2500, 8),
            Free(3),
            Free(5),
            Free(6),
        ],
    },
    // A request that needs more alignment than the one before it leaves.
    Trace { name: "pairs", rounds: 32, round: &[Allocate(0, 24, 8), Allocate(1, 32, 16)] },
    // What a vector does that grows to 4096 bytes.
    Trace {
        name: "growth",
        rounds: 8,
        round: &[
            Allocate(0, 64, 8),
            Allocate(1, 128, 8),
            Free(0),
            Allocate(0, 256, 8),
            Free(1),
            Allocate(1, 512, 8),
            Free(0),
            Allocate(0, 1024, 8),
            Free(1),
            Allocate(1, 2048, 8),
            Free(0),
            Allocate(0, 4096, 8),
            Free(1),
            Free(0),
        ],
    },
];

const SLOTS: usize = 8;
const MAX_KEPT: usize = 64;

type Block = (*mut u8, Layout);

/// The blocks that are in use, in tables of fixed size: the player itself allocates nothing.
struct Held {
    slots: [Option<Block>; SLOTS],
    kept: [Option<Block>; MAX_KEPT],
}

impl Trace {
    /// Makes the requests, then calls `look` while all that is not given back is still there.
    pub fn play(&self, look: impl FnOnce(Outcome)) {
        let mut held = Held { slots: [None; SLOTS], kept: [None; MAX_KEPT] };
        let refused = (1..=self.rounds).find_map(|round| {
            let layout = self.play_round(&mut held).err();
            mark!("round", u64::from(round));
            layout.map(|layout| Outcome::Refused { round, layout })
        });
        look(refused.unwrap_or(Outcome::Served { rounds: self.rounds }));
        held.slots.into_iter().chain(held.kept).flatten().for_each(give_back);
    }

    fn play_round(&self, held: &mut Held) -> Result<(), Layout> {
        for request in self.round {
            match *request {
                Allocate(slot, size, align) => {
                    let layout = Layout::from_size_align(size, align).expect("a power of two");
                    // SAFETY: no request is for zero bytes.
                    let block = unsafe { alloc(layout) };
                    if block.is_null() {
                        return Err(layout);
                    }
                    held.slots[slot] = Some((block, layout));
                }
                Free(slot) => held.slots[slot].take().into_iter().for_each(give_back),
            }
        }
        let free_places = held.kept.iter_mut().filter(|place| place.is_none());
        let left = held.slots.iter_mut().filter(|slot| slot.is_some());
        free_places.zip(left).for_each(|(place, block)| *place = block.take());
        Ok(())
    }
}

fn give_back((block, layout): Block) {
    // SAFETY: each block in `Held` came from `alloc` with its layout, and leaves `Held` here.
    unsafe { dealloc(block, layout) };
}
