using System.Net;
using FsCheck;
using FsCheck.Xunit;
using SeCo.Reports;
using Xunit;

namespace SeCo.Tests.Reports;

public sealed class HtmlWriterTests
{
    [Fact]
    public void What_is_filled_in_is_text_and_what_stands_in_the_source_is_markup()
    {
        string name = "<b>\"R&D's\"</b>";
        Assert.Equal("<p title=\"&lt;b&gt;&quot;R&amp;D&#39;s&quot;&lt;/b&gt;\">3 0.50</p>",
            Markup.Of(html => html.Add($"<p title=\"{name}\">{3} {0.5:F2}</p>")).Text);
    }

    [Fact]
    public void Markup_made_by_a_writer_is_not_escaped_again() =>
        Assert.Equal("<i>&lt;</i>", Markup.Of(html => html.Add($"<i>{Markup.Of(inner => inner.Add($"{"<"}"))}</i>")).Text);

    [Property]
    public void Any_printable_text_reads_back_as_itself(NonNull<string> text)
    {
        string escaped = Markup.Of(html => html.Add($"{text.Get}")).Text;
        Assert.DoesNotContain('<', escaped);
        Assert.DoesNotContain('"', escaped);
        Assert.Equal(string.Concat(text.Get.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c)), WebUtility.HtmlDecode(escaped));
    }

    [Fact]
    public void Characters_that_turn_the_direction_of_writing_are_shown_as_unknown() =>
        Assert.Equal("a\uFFFDb\uFFFD", Markup.Of(html => html.Add($"{"a\u202Eb\0"}")).Text);
}
