using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SeCo.Reports;

/// <summary>Writes HTML from interpolated text: what stands in the source is markup, what is filled in is escaped. Only <see cref="Markup"/> and <see
/// cref="DataUri"/> are filled in as they are.</summary>
/// <param name="output">Where to; stays open.</param>
internal sealed class HtmlWriter(TextWriter output)
{
    /// <summary>Characters written so far; all but the rarest are one byte in the file.</summary>
    public long Length { get; private set; }

    /// <summary>Writes a line of markup.</summary>
    public void Line([InterpolatedStringHandlerArgument("")] ref HtmlInterpolation text)
    {
        _ = text;
        Raw("\n");
    }

    /// <summary>Writes markup.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "The text is written through this instance while it is filled in.")]
    public void Add([InterpolatedStringHandlerArgument("")] ref HtmlInterpolation text) => _ = text;

    /// <summary>Writes text as it is: the program's own templates, and markup made by this class.</summary>
    public void Raw(ReadOnlySpan<char> text)
    {
        output.Write(text);
        Length += text.Length;
    }

    /// <summary>Writes text of any origin so that it shows as itself, in content and in quoted attributes.</summary>
    public void Escaped(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            switch (c)
            {
                case '<': Raw("&lt;"); break;
                case '>': Raw("&gt;"); break;
                case '&': Raw("&amp;"); break;
                case '"': Raw("&quot;"); break;
                case '\'': Raw("&#39;"); break;
                case '\n' or '\t': Raw([c]); break;
                default: Raw(IsInvisible(c) ? "\uFFFD" : [c]); break;
            }
        }
    }

    // Control characters are no text of HTML, and those that turn the direction of writing can make a name look like another.
    private static bool IsInvisible(char c) => char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}

/// <summary>The interpolated text of <see cref="HtmlWriter"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlInterpolation
{
    private readonly HtmlWriter _writer;

    public HtmlInterpolation(int literalLength, int formattedCount, HtmlWriter writer)
    {
        _ = (literalLength, formattedCount);
        _writer = writer;
    }

    public void AppendLiteral(string text) => _writer.Raw(text);

    public void AppendFormatted(Markup markup) => _writer.Raw(markup.Text);

    public void AppendFormatted(DataUri picture)
    {
        _writer.Raw(picture.Start);
        _writer.Raw(picture.Base64);
    }

    public void AppendFormatted(string? text) => _writer.Escaped(text);

    public void AppendFormatted<T>(T value, string? format = null)
        where T : IFormattable => _writer.Escaped(value.ToString(format, CultureInfo.InvariantCulture));
}

/// <summary>Markup that is written as it is.</summary>
/// <param name="Text">The markup; never made of text from outside but through <see cref="Of"/>.</param>
internal readonly record struct Markup(string Text)
{
    /// <summary>Text of any origin, to be shown as itself.</summary>
    public static Markup Escaped(string text) => Of(html => html.Escaped(text));

    /// <summary>The name of a class beside its colour.</summary>
    public static Markup Class(int id, string name) => Of(html => html.Add($"<span class=\"chip k{id}\"></span>{name}"));

    /// <summary>Markup that a writer makes.</summary>
    public static Markup Of(Action<HtmlWriter> write)
    {
        StringWriter text = new(CultureInfo.InvariantCulture);
        write(new HtmlWriter(text));
        return new Markup(text.ToString());
    }
}

/// <summary>A picture inside the page: the content, and everything before it, as <c>data:image/png;base64,</c>.</summary>
internal readonly record struct DataUri(string Start, string Base64)
{
    public static DataUri Png(ReadOnlySpan<byte> bytes) => new("data:image/png;base64,", Convert.ToBase64String(bytes));

    public static DataUri Jpeg(ReadOnlySpan<byte> bytes) => new("data:image/jpeg;base64,", Convert.ToBase64String(bytes));

    /// <summary>Characters in the page.</summary>
    public int Length => Start.Length + Base64.Length;
}
