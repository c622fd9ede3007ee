using SeCo.Configuration;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Testing;
using SeCo.Tests.Datasets.Layouts.Examples;
using Xunit;

namespace SeCo.Tests.Datasets.Layouts;

public sealed class DatasetLayoutTests
{
    [Fact]
    public void Layouts_are_known_by_names_of_their_own()
    {
        Assert.Equal(["folder", "list", "cityscapes", "gta5", "synthia", "bdd100k", "cam_vid"], DatasetLayout.All.Select(l => l.Name));
        Assert.All(DatasetLayout.All, layout => Assert.Same(layout, OptionsBinder.Parse<DatasetOptions>($"layout: {layout.Name}", "x", []).Layout));
    }

    [Fact]
    public void Settings_name_a_layout_with_either_sign_and_an_unknown_one_is_told_with_those_that_exist()
    {
        Assert.Same(DatasetLayout.CamVid, OptionsBinder.Parse<DatasetOptions>("layout: cam-vid", "x", []).Layout);
        Assert.Contains("layout: cam_vid\n", OptionsWriter.ToYaml(new DatasetOptions { Layout = DatasetLayout.CamVid }), StringComparison.Ordinal);
        ConfigurationException wrong = Assert.Throws<ConfigurationException>(() => OptionsBinder.Parse<DatasetOptions>("layout: kitti", "x", []));
        Assert.Contains("layout is 'kitti', expected one of folder, list, cityscapes", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_the_page_is_the_code_that_is_tested()
    {
        string code = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "tests/SeCo.Tests/Datasets/Layouts/Examples/SurveyLayout.cs"));

        Assert.Contains(
            $"```csharp\n{code}```\n", File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs/adding-a-layout.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_opens_a_dataset_and_reads_its_truth()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder["val/photos/north"]);
        Directory.CreateDirectory(folder["val/masks/north"]);
        RgbImageFile.Write(folder["val/photos/north/7_rgb.jpg"], new RgbImage(2, 1));
        LabelPng.Write(folder["val/masks/north/7_classes.png"], new LabelMap(2, 1, [0, 3]));

        ImageEntry entry = Assert.Single(Dataset.Open(new DatasetOptions { Root = folder.Path, Layout = new SurveyLayout(), Split = "val" }).Entries);

        Assert.Equal("north/7_rgb", entry.Name);
        Assert.Equal([255, 2], entry.ReadTruth().Pixels.ToArray());
    }
}
