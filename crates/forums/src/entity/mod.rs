//! Tables of the forums. Written only by the use cases beside this folder.

pub mod bookmark;
pub mod draft;
pub mod mention;
pub mod post;
pub mod post_version;
pub mod reaction;
pub mod read_mark;
pub mod section;
pub mod space;
pub mod space_mark;
pub mod space_member;
pub mod topic;
pub mod topic_grade;
pub mod topic_skill;
pub mod topic_tag;
pub mod watch;
