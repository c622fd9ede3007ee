namespace SeCo.Labels;

/// <summary>How region files are laid out; the content is the same.</summary>
public enum RegionFileStyle
{
    /// <summary>No white space.</summary>
    Compact,

    /// <summary>Indented by two blanks and without a final line break, byte for byte as the reference writes its files.</summary>
    Reference,
}
