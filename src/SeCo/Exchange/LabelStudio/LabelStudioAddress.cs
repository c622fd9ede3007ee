namespace SeCo.Exchange;

/// <summary>The addresses by which Label Studio fetches images.</summary>
internal static class LabelStudioAddress
{
    private const int UploadMark = 8;

    /// <summary>The address of an image: after a prefix that is part of a web address the file's name is escaped, so that blanks, <c>#</c>,
    /// <c>%</c> and <c>+</c> arrive; after others it stays.</summary>
    public static string Of(string prefix, string file)
    {
        bool isWeb = prefix.StartsWith('/') || prefix.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || prefix.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        return prefix + (isWeb ? string.Join('/', file.Split('/').Select(Uri.EscapeDataString)) : file);
    }

    /// <summary>The name of the file at an address, without ending, with the folders that an address has:
    /// what stands behind <c>?d=</c>, the local storage, else what stands before a query;
    /// without what Label Studio puts before the names of uploads.</summary>
    public static string NameOf(string address)
    {
        const string Local = "?d=";
        int local = address.IndexOf(Local, StringComparison.Ordinal);
        string path = local >= 0 ? address[(local + Local.Length)..].Split('&')[0]
            : address.Contains("://", StringComparison.Ordinal) || address.StartsWith('/') ? address.Split('?', '#')[0]
            : address;
        string plain = Uri.UnescapeDataString(path).Replace('\\', '/');
        string[] parts = plain[(plain.IndexOf("://", StringComparison.Ordinal) is >= 0 and int scheme ? scheme + 3 : 0)..].Split('/');
        string file = parts[^1];
        return ImageName.WithoutEnding(!plain.StartsWith("/data/upload/", StringComparison.Ordinal)
            ? string.Join('/', parts[(Array.FindLastIndex(parts[..^1], part => !ImageName.StaysInside(part)) + 1)..])
            : HasUploadMark(file) ? file[(UploadMark + 1)..] : file);
    }

    // What is uploaded to Label Studio gets eight digits and a dash before its name.
    private static bool HasUploadMark(string file) =>
        file.Length > UploadMark + 1 && file[UploadMark] == '-' && file.Take(UploadMark).All(char.IsAsciiHexDigitLower);
}
