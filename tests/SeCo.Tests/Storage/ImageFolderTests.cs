using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly List<string> _faults = [], _leftOut = [];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Endings_that_browsers_and_windows_write_are_read_and_others_are_counted_and_named()
    {
        Touch("a.png", "b.JPG", "c.jfif", "d.jpe", "night/e.bmp", "f.BMP", "g", "notes.txt", ".hidden.bmp", "._a.png", "__MACOSX/a.png", ".DS_Store");
        Assert.Equal(["a", "b", "c", "d"], ImageFolder.Find(_temp.Path, ImageFolder.Endings, false, _faults, _leftOut).Select(f => f.Name));
        Assert.Empty(_faults);
        string note = Assert.Single(ImageFolder.Describe(_temp.Path, ImageFolder.Endings, _leftOut));
        Assert.Contains("4 files are left out", note, StringComparison.Ordinal);
        Assert.Contains("1 in (no ending), as g; 2 in .bmp, as f.BMP; 1 in .txt, as notes.txt", note, StringComparison.Ordinal);
        Assert.Empty(ImageFolder.Describe(_temp.Path, ImageFolder.Endings, []));
    }

    [Fact]
    public void A_name_with_a_line_break_is_a_fault_as_no_list_can_hold_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no such name there");
        Touch("a\nb.png");
        Assert.Empty(ImageFolder.Find(_temp.Path, ImageFolder.Endings, false, _faults));
        Assert.Contains("line break", Assert.Single(_faults), StringComparison.Ordinal);
    }

    private void Touch(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_temp[name])!);
            File.WriteAllText(_temp[name], "x");
        }
    }
}
