namespace SeCo.Reports;

/// <summary>A picture inside the page.</summary>
/// <param name="Start">Everything before the content, as <c>data:image/png;base64,</c>.</param>
/// <param name="Base64">The content.</param>
internal readonly record struct DataUri(string Start, string Base64)
{
    /// <summary>A PNG.</summary>
    public static DataUri Png(ReadOnlySpan<byte> bytes) => new("data:image/png;base64,", Convert.ToBase64String(bytes));

    /// <summary>A JPEG.</summary>
    public static DataUri Jpeg(ReadOnlySpan<byte> bytes) => new("data:image/jpeg;base64,", Convert.ToBase64String(bytes));

    /// <summary>Characters in the page.</summary>
    public int Length => Start.Length + Base64.Length;
}
