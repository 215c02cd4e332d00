//! Four levels of page tables between linear and physical addresses.
//! SDM Vol. 3A, "4-Level Paging and 5-Level Paging".

mod address;
mod entry;
pub mod frame_allocator;
pub mod kernel_space;
pub mod mapper;
pub mod reach;
pub mod regions;
mod table;
pub mod walk;

pub use address::{Level, LinearAddress, PhysicalAddress};
pub use entry::{Entry, Flags};
pub use table::{PHYSICAL_MEMORY, Table};

/// Size of the smallest page and of every frame.
pub const PAGE_SIZE: u64 = 4096;
/// Size of the page that a level-2 entry with PS = 1 maps.
pub const LARGE_PAGE_SIZE: u64 = 2 << 20;
