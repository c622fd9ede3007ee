namespace SeCo.Torch.Checkpoints;

/// <summary>Text of an untrusted file, made fit for a message.</summary>
internal static class Printable
{
    private const int MaxLength = 160;

    /// <summary>The text, shortened, with control characters replaced.</summary>
    public static string Short(string text)
    {
        string cut = text.Length > MaxLength ? string.Concat(text.AsSpan(0, MaxLength), "…") : text;
        return string.Create(cut.Length, cut, static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = char.IsControl(source[i]) ? '?' : source[i];
            }
        });
    }
}
