//! The kinds of object that are known: one row each (section 10, "ASF GUIDs").

use super::guid::Guid;

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Header,
    ContentDescription,
    ExtendedContentDescription,
    FileProperties,
    StreamProperties,
    CodecList,
    Padding,
    StreamBitrateProperties,
    ContentEncryption,
    ExtendedContentEncryption,
    HeaderExtension,
    Metadata,
    MetadataLibrary,
}

/// What is known of a kind.
#[derive(Debug)]
pub struct Row {
    pub kind: Kind,
    pub guid: Guid,
    /// Name of the Python class.
    pub class: &'static str,
}

impl Row {
    const fn new(kind: Kind, guid: Guid, class: &'static str) -> Self {
        Self { kind, guid, class }
    }
}

const HEADER: Guid = Guid::new(0x75B2_2630, 0x668E, 0x11CF, 0xA6D9, 0x00AA_0062_CE6C);
const CONTENT_DESCRIPTION: Guid = Guid::new(0x75B2_2633, 0x668E, 0x11CF, 0xA6D9, 0x00AA_0062_CE6C);
const EXTENDED_CONTENT_DESCRIPTION: Guid =
    Guid::new(0xD2D0_A440, 0xE307, 0x11D2, 0x97F0, 0x00A0_C95E_A850);
const FILE_PROPERTIES: Guid = Guid::new(0x8CAB_DCA1, 0xA947, 0x11CF, 0x8EE4, 0x00C0_0C20_5365);
const STREAM_PROPERTIES: Guid = Guid::new(0xB7DC_0791, 0xA9B7, 0x11CF, 0x8EE6, 0x00C0_0C20_5365);
const CODEC_LIST: Guid = Guid::new(0x86D1_5240, 0x311D, 0x11D0, 0xA3A4, 0x00A0_C903_48F6);
const PADDING: Guid = Guid::new(0x1806_D474, 0xCADF, 0x4509, 0xA4BA, 0x9AAB_CB96_AAE8);
const STREAM_BITRATE_PROPERTIES: Guid =
    Guid::new(0x7BF8_75CE, 0x468D, 0x11D1, 0x8D82, 0x0060_97C9_A2B2);
const CONTENT_ENCRYPTION: Guid = Guid::new(0x2211_B3FB, 0xBD23, 0x11D2, 0xB4B7, 0x00A0_C955_FC6E);
const EXTENDED_CONTENT_ENCRYPTION: Guid =
    Guid::new(0x298A_E614, 0x2622, 0x4C17, 0xB935, 0xDAE0_7EE9_289C);
const HEADER_EXTENSION: Guid = Guid::new(0x5FBF_03B5, 0xA92E, 0x11CF, 0x8EE3, 0x00C0_0C20_5365);
const METADATA: Guid = Guid::new(0xC5F8_CBEA, 0x5BAF, 0x4877, 0x8467, 0xAA8C_44FA_4CCA);
const METADATA_LIBRARY: Guid = Guid::new(0x4423_1C94, 0x9498, 0x49D1, 0xA141, 0x1D13_4E45_7054);

/// The reserved field of a header extension (section 3.4): another GUID, the same in all files.
pub const RESERVED: Guid = Guid::new(0xABD3_D211, 0xA9BA, 0x11CF, 0x8EE6, 0x00C0_0C20_5365);

/// The data object, which follows the header and holds the stream (section 5).
pub const DATA: Guid = Guid::new(0x75B2_2636, 0x668E, 0x11CF, 0xA6D9, 0x00AA_0062_CE6C);

/// All rows, in the order of the kinds.
pub static ROWS: [Row; 13] = [
    Row::new(Kind::Header, HEADER, "HeaderObject"),
    Row::new(Kind::ContentDescription, CONTENT_DESCRIPTION, "ContentDescriptionObject"),
    Row::new(
        Kind::ExtendedContentDescription,
        EXTENDED_CONTENT_DESCRIPTION,
        "ExtendedContentDescriptionObject",
    ),
    Row::new(Kind::FileProperties, FILE_PROPERTIES, "FilePropertiesObject"),
    Row::new(Kind::StreamProperties, STREAM_PROPERTIES, "StreamPropertiesObject"),
    Row::new(Kind::CodecList, CODEC_LIST, "CodecListObject"),
    Row::new(Kind::Padding, PADDING, "PaddingObject"),
    Row::new(
        Kind::StreamBitrateProperties,
        STREAM_BITRATE_PROPERTIES,
        "StreamBitratePropertiesObject",
    ),
    Row::new(Kind::ContentEncryption, CONTENT_ENCRYPTION, "ContentEncryptionObject"),
    Row::new(
        Kind::ExtendedContentEncryption,
        EXTENDED_CONTENT_ENCRYPTION,
        "ExtendedContentEncryptionObject",
    ),
    Row::new(Kind::HeaderExtension, HEADER_EXTENSION, "HeaderExtensionObject"),
    Row::new(Kind::Metadata, METADATA, "MetadataObject"),
    Row::new(Kind::MetadataLibrary, METADATA_LIBRARY, "MetadataLibraryObject"),
];

impl Kind {
    /// The kind of a GUID; nothing if it is not known.
    pub fn of(guid: Guid) -> Option<Self> {
        ROWS.iter().find(|row| row.guid == guid).map(|row| row.kind)
    }

    /// The GUID of the kind.
    pub const fn guid(self) -> Guid {
        match self {
            Self::Header => HEADER,
            Self::ContentDescription => CONTENT_DESCRIPTION,
            Self::ExtendedContentDescription => EXTENDED_CONTENT_DESCRIPTION,
            Self::FileProperties => FILE_PROPERTIES,
            Self::StreamProperties => STREAM_PROPERTIES,
            Self::CodecList => CODEC_LIST,
            Self::Padding => PADDING,
            Self::StreamBitrateProperties => STREAM_BITRATE_PROPERTIES,
            Self::ContentEncryption => CONTENT_ENCRYPTION,
            Self::ExtendedContentEncryption => EXTENDED_CONTENT_ENCRYPTION,
            Self::HeaderExtension => HEADER_EXTENSION,
            Self::Metadata => METADATA,
            Self::MetadataLibrary => METADATA_LIBRARY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_the_order_of_their_kinds() {
        for (number, row) in ROWS.iter().enumerate() {
            assert_eq!(row.kind as usize, number);
            assert_eq!(row.guid, row.kind.guid());
            assert_eq!(Kind::of(row.guid), Some(row.kind));
        }
        assert_eq!(Kind::of(RESERVED), None);
    }
}
