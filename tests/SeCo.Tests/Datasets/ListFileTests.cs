using SeCo.Datasets;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Datasets;

public sealed class ListFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ListFileTests()
    {
        Directory.CreateDirectory(_folder["root/in"]);
        string[] names =
            ["root/in/a.png", "root/in/b.png", "root/in/c d.png", "root/la.png", "root/lb.png", "root/#1.png", "root/ in.png", "outside.png"];
        foreach (string name in names)
        {
            File.WriteAllText(_folder[name], "x");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Comments_and_blank_lines_are_skipped_and_line_numbers_kept()
    {
        IReadOnlyList<ListLine> lines = Read("# images", "", "in/a.png la.png", "  # more", "./in/b.png   lb.png");

        Assert.Equal([3, 5], lines.Select(l => l.Number));
        Assert.Equal(_folder["root/in/b.png"], lines[1].ImagePath);
        Assert.Equal(_folder["root/lb.png"], lines[1].LabelPath);
    }

    [Theory]
    [InlineData("in/a.png", "la.png", "in/a.png la.png")]
    [InlineData("in/c d.png", "la.png", "in/c d.png\tla.png")]
    [InlineData("#1.png", "la.png", "./#1.png la.png")] // else a comment
    [InlineData(" in.png", "la.png", "./ in.png\tla.png")]
    public void What_is_written_as_a_line_is_read_as_it_was(string image, string label, string line)
    {
        Assert.Equal(line, ListFile.Line(image, label));
        ListLine read = Assert.Single(Read(ListFile.Line(image, label)));
        Assert.Equal((_folder["root/" + image], _folder["root/" + label]), (read.ImagePath, read.LabelPath));
    }

    [Fact]
    public void Names_that_hold_the_separator_are_read_where_the_files_tell_how()
    {
        Assert.Equal(_folder["root/in/c d.png"], Assert.Single(Read("in/c d.png la.png")).ImagePath);
        Assert.Contains("columns", Assert.Throws<DatasetException>(() => Read("in/no d.png la.png")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_finds_files_whose_letters_have_another_form()
    {
        File.WriteAllText(_folder["root/in/u\u0308.png"], "x");
        Assert.Equal(_folder["root/in/u\u0308.png"], Assert.Single(Read("in/\u00fc.png la.png")).ImagePath);
    }

    [Fact]
    public void Names_with_spaces_are_read_from_lines_with_tabs()
    {
        IReadOnlyList<ListLine> lines = Read("in/c d.png\tla.png");

        Assert.Equal(_folder["root/in/c d.png"], lines[0].ImagePath);
    }

    [Fact]
    public void A_line_may_hold_the_image_alone() => Assert.Null(Read("in/a.png")[0].LabelPath);

    [Theory]
    [InlineData("../outside.png", "leaves the dataset's root")]
    [InlineData("in/../../outside.png", "leaves the dataset's root")]
    [InlineData("/etc/hostname", "an absolute path")]
    [InlineData("in/none.png", "no such file")]
    [InlineData("in", "no such file")]
    [InlineData("in/a.png la.png lb.png", "3 columns")]
    [InlineData("in/a.png ../outside.png", "leaves the dataset's root")]
    public void A_line_that_cannot_be_used_is_named(string line, string message)
    {
        DatasetException wrong = Assert.Throws<DatasetException>(() => Read("in/b.png lb.png", line));

        Assert.Contains("line 2: ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_listed_twice_is_refused_however_it_is_written()
    {
        DatasetException wrong = Assert.Throws<DatasetException>(() => Read("in/a.png", "in/../in/a.png"));

        Assert.Contains("listed already in line 1", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_reported_together()
    {
        DatasetException wrong = Assert.Throws<DatasetException>(() => Read("../outside.png", "in/none.png", "in/a.png", "in/a.png"));

        Assert.Equal(3, wrong.Faults.Count);
    }

    [Fact]
    public void Labels_for_some_images_only_are_refused() =>
        Assert.Contains(
            "line 2: no label, unlike line 1", Assert.Throws<DatasetException>(() => Read("in/a.png la.png", "in/b.png")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_list_is_refused() =>
        Assert.Contains("no image is listed", Assert.Throws<DatasetException>(() => Read("# nothing", "")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_link_that_leads_out_is_refused_unless_links_are_followed()
    {
        File.CreateSymbolicLink(_folder["root/link.png"], _folder["outside.png"]);
        File.CreateSymbolicLink(_folder["root/inner.png"], _folder["root/in/a.png"]);

        DatasetException wrong = Assert.Throws<DatasetException>(() => Read("inner.png", "link.png"));

        Assert.Contains("line 2: link.png: a link that leads out", Assert.Single(wrong.Faults), StringComparison.Ordinal);
        Assert.Equal(2, ListFile.Read(_folder["list.txt"], _folder["root"], followLinks: true).Count);
    }

    [Fact]
    public void A_folder_that_is_a_link_leading_out_is_seen_through()
    {
        Directory.CreateDirectory(_folder["elsewhere"]);
        File.WriteAllText(_folder["elsewhere/a.png"], "x");
        Directory.CreateSymbolicLink(_folder["root/door"], _folder["elsewhere"]);

        Assert.Throws<DatasetException>(() => Read("door/a.png"));
    }

    private IReadOnlyList<ListLine> Read(params string[] lines)
    {
        File.WriteAllLines(_folder["list.txt"], lines);
        return ListFile.Read(_folder["list.txt"], _folder["root"]);
    }
}
