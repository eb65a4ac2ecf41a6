//! What the forums answer: rows turned into documents. Shared by HTTP and live, written by neither.

pub mod bookmarks;
pub mod lists;
pub mod marks;
pub mod members;
pub mod page;
pub mod post;
pub mod space;
pub mod topic;

pub use page::{PageCache, PostPage, Range};
pub use post::{Post, Reactions};
pub use space::{Member, SectionCard, Space, SpaceCard, SpaceRef};
pub use topic::{Topic, TopicCard, TopicShared};
