//! What a word of a run belongs to.

/// What a word of a run belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Label {
    /// No name.
    Plain,
    /// The first word of a place's name.
    Begins,
    /// A further word of a place's name.
    Inside,
    /// A person's name or title.
    Person,
    /// A body's name.
    Body,
    /// Another name.
    Other,
}

impl Label {
    /// All of them, each at the place of its number.
    pub const ALL: [Label; 6] =
        [Label::Plain, Label::Begins, Label::Inside, Label::Person, Label::Body, Label::Other];

    /// A word of a place's name.
    pub fn place(self) -> bool {
        matches!(self, Label::Begins | Label::Inside)
    }
}
