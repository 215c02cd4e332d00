//! The names of the allocators, as the command line and the shell spell them.

/// Which design serves the heap.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Refuses everything.
    Dummy,
    /// Moves a mark upwards.
    Bump,
    /// A free list: last in first, first fit, no merging.
    List,
    /// A free list by address, neighbours merged.
    ListMerge,
    /// Size classes over a merging list.
    Fixed,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 5] = [Kind::Dummy, Kind::Bump, Kind::List, Kind::ListMerge, Kind::Fixed];

    /// As it is typed.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Dummy => "dummy",
            Kind::Bump => "bump",
            Kind::List => "list",
            Kind::ListMerge => "list-merge",
            Kind::Fixed => "fixed",
        }
    }

    /// The kind with a name, if there is one.
    pub fn named(name: Option<&str>) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| Some(kind.name()) == name)
    }
}
