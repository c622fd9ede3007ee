using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Pipeline;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Pipeline;

public sealed class RunExportTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public RunExportTests() => File.WriteAllText(_temp["config.yaml"], "dataset:\n  root: .\n  classes: cityscapes19\n");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("images/day/a.png labels/day/a.png", "images/day/a.png", "day/a")]
    [InlineData("images/city labels/a b.webp labels/city labels/a b.png", "images/city labels/a b.webp", "city labels/a b")]
    [InlineData("new labels/x.v1.JPG labels/x.v1.png", "new labels/x.v1.JPG", "x.v1")]
    [InlineData("store/4711.png labels/first.png", "store/4711.png", "first")] // a dataset of one's own
    [InlineData("images/photo (1).png\tlabels/photo (1).png", "images/photo (1).png", "photo (1)")]
    [InlineData("./#1.png labels/#1.png", "#1.png", "#1")]
    public void A_line_of_the_list_is_an_image_and_its_name_whatever_folders_are_called(string line, string file, string name)
    {
        string label = _temp[$"labels/{name}.png"];
        Directory.CreateDirectory(Path.GetDirectoryName(label)!);
        LabelPng.Write(label, new LabelMap(3, 2));
        File.WriteAllText(_temp["labels.txt"], line + "\n");
        Assert.Equal([new(name, file, 3, 2)], RunExport.Open(_temp.Path).Regions.Images);
    }

    [Theory]
    [InlineData("labels/../../evil")]
    [InlineData("labels//etc/evil")]
    [InlineData("labels/..\\evil")]
    [InlineData("labels/a/../../b/evil")]
    public void A_label_that_leaves_its_folder_is_refused(string label)
    {
        File.WriteAllText(_temp["labels.txt"], $"a.png {label}.png\n");
        Assert.Contains("line 1: the image name", Assert.Throws<DatasetException>(() => RunExport.Open(_temp.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_no_run_writes_is_named()
    {
        File.WriteAllText(_temp["labels.txt"], "images/a.png truth/a.png\n");
        Assert.Contains("line 1: found 'images/a.png truth/a.png'", Assert.Throws<DatasetException>(() => RunExport.Open(_temp.Path)).Message,
            StringComparison.Ordinal);
    }
}
