using SeCo.Configuration;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Datasets.Layouts.Examples;
using Xunit;

namespace SeCo.Tests.Datasets.Layouts;

public sealed class DatasetLayoutTests
{
    [Fact]
    public void Layouts_are_known_by_names_of_their_own()
    {
        Assert.Equal(
            [
                "folder", "list", "cityscapes", "gta5", "synthia", "bdd100k", "cam_vid", "acdc", "dark_zurich", "nighttime_driving", "mapillary_vistas",
                "mapillary_vistas_v2", "idd", "kitti", "wild_dash", "uavid", "love_da", "potsdam", "vaihingen",
            ],
            DatasetLayout.All.Select(l => l.Name));
        Assert.All(DatasetLayout.All, layout => Assert.Same(layout, OptionsBinder.Parse<DatasetOptions>($"layout: {layout.Name}", "x", []).Layout));
    }

    [Fact]
    public void Settings_name_a_layout_with_either_sign_and_an_unknown_one_is_told_with_those_that_exist()
    {
        Assert.Same(DatasetLayout.CamVid, OptionsBinder.Parse<DatasetOptions>("layout: cam-vid", "x", []).Layout);
        Assert.Contains("layout: cam_vid\n", OptionsWriter.ToYaml(new DatasetOptions { Layout = DatasetLayout.CamVid }), StringComparison.Ordinal);
        ConfigurationException wrong = Assert.Throws<ConfigurationException>(() => OptionsBinder.Parse<DatasetOptions>("layout: waymo", "x", []));
        Assert.Contains("layout is 'waymo', expected one of folder, list, cityscapes", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_the_page_is_the_code_that_is_tested()
    {
        string code = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "tests/SeCo.Tests/Datasets/Layouts/Examples/SurveyLayout.cs"));

        Assert.Contains(
            $"```csharp\n{code}```\n", File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs/adding-a-layout.md")), StringComparison.Ordinal);
    }

    // A drawn miniature of each: an image, the truth with an id of its coding, and what this means in the class set.
    [Theory]
    [InlineData("acdc", "val", "rgb_anon/fog/val/GOPR1/f_rgb_anon.png", "gt/fog/val/GOPR1/f_gt_labelTrainIds.png", 13, "car")]
    [InlineData("acdc", "val", "rgb_anon/night/val/GP02/f_rgb_anon.png", "gt/night/val/GP02/f_gt_labelIds.png", 26, "car")]
    [InlineData("dark_zurich", "val", "rgb_anon/val/night/GOPR0356/f_rgb_anon.png", "gt/val/night/GOPR0356/f_gt_labelTrainIds.png", 13, "car")]
    [InlineData("dark_zurich", "train/night", "rgb_anon/train/night/GOPR0351/f_rgb_anon.png", null, 0, null)]
    [InlineData(
        "nighttime_driving", "test", "leftImg8bit/test/night/0_leftImg8bit.png", "gtCoarse_daytime_trainvaltest/test/night/0_gtCoarse_labelTrainIds.png", 10,
        "sky")]
    [InlineData("mapillary_vistas", "training", "training/images/x-_1.jpg", "training/v1.2/labels/x-_1.png", 61, "truck")]
    [InlineData("mapillary_vistas", "validation", "validation/images/2.jpg", "validation/v1.2/labels/2.png", 24, "road")]
    [InlineData("mapillary_vistas", "validation", "validation/images/2.jpg", "validation/v1.2/labels/2.png", 65, null)]
    [InlineData("mapillary_vistas_v2", "validation", "validation/images/2.jpg", "validation/v2.0/labels/2.png", 114, "truck")]
    [InlineData("mapillary_vistas_v2", "validation", "validation/images/2.jpg", "validation/v2.0/labels/2.png", 51, "road")]
    [InlineData("idd", "train", "leftImg8bit/train/0/005506_leftImg8bit.jpg", "gtFine/train/0/005506_gtFine_labelcsTrainIds.png", 9, "terrain")]
    [InlineData("idd", "train", "leftImg8bit/train/0/005506_leftImg8bit.png", "gtFine/train/0/005506_gtFine_labelids.png", 29, "building")]
    [InlineData("kitti", "training", "training/image_2/000000_10.png", "training/semantic/000000_10.png", 33, "bicycle")]
    [InlineData("wild_dash", "train", "images/at0000_100000.jpg", "labels/at0000_100000_labelIds.png", 35, "car")]
    [InlineData("uavid", "valid", "valid/seq16/Images/000000.png", "valid/seq16/TrainId/000000.png", 7, "moving car", "uavid8")]
    [InlineData("love_da", "Train", "Train/Rural/images_png/0.png", "Train/Rural/masks_png/0.png", 7, "agriculture", "loveda7")]
    [InlineData("love_da", "Val", "Val/Urban/images_png/3514.png", "Val/Urban/masks_png/3514.png", 0, null, "loveda7")]
    [InlineData("potsdam", "train", "2_Ortho_RGB/top_potsdam_2_10_RGB.tif", "labels/top_potsdam_2_10_label.png", 4, "car", "potsdam5")]
    [InlineData("potsdam", "train", "2_Ortho_RGB/top_potsdam_2_10_RGB.tif", "labels/top_potsdam_2_10_label_noBoundary.png", 4, "car", "potsdam5")]
    [InlineData("vaihingen", "train", "top/top_mosaic_09cm_area1.tif", "labels/top_mosaic_09cm_area1.png", 3, "tree", "potsdam5")]
    public void A_miniature_of_each_published_data_set_is_read_with_its_ids(
        string layout, string split, string image, string? truth, byte id, string? means, string classes = "cityscapes19")
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(Path.GetDirectoryName(folder[image])!);
        File.WriteAllBytes(folder[image], [0]); // names alone are looked at
        if (truth is not null)
        {
            LabelPng.Write(folder[truth], new LabelMap(2, 1, [id, 255]));
        }

        Dataset opened = Dataset.Open(new DatasetOptions
        {
            Root = folder.Path, Layout = DatasetLayout.All.Single(l => l.Name == layout), Split = split, Classes = classes,
        });

        ImageEntry entry = Assert.Single(opened.Entries);
        Assert.Equal((folder[image], truth is null ? null : folder[truth]), (entry.ImagePath, entry.TruthPath));
        if (truth is not null)
        {
            Assert.Equal([means is null ? 255 : opened.Classes.Find(means)!.Id, 255], entry.ReadTruth().Pixels.ToArray().Select(label => (int)label));
        }
    }

    [Fact]
    public void A_star_is_each_folder_whose_name_becomes_part_of_the_image_s_and_none_that_leads_out()
    {
        using TempFolder folder = new();
        foreach (string condition in (string[])["fog", "night"])
        {
            Directory.CreateDirectory(folder[$"data/rgb_anon/{condition}/val/g"]);
            File.WriteAllBytes(folder[$"data/rgb_anon/{condition}/val/g/1_rgb_anon.png"], [0]);
        }

        DatasetOptions options = new() { Root = folder["data"], Layout = DatasetLayout.All.Single(l => l.Name == "acdc"), Split = "val" };

        Assert.Equal(["fog/g/1_rgb_anon", "night/g/1_rgb_anon"], Dataset.Open(options).Entries.Select(e => e.Name));
        Assert.Equal(["night/g/1_rgb_anon"], Dataset.Open(options with { Include = ["night/*"] }).Entries.Select(e => e.Name));
        Directory.CreateDirectory(folder["data/gt/fog/val/g"]);
        LabelPng.Write(folder["data/gt/fog/val/g/1_gt_labelTrainIds.png"], new LabelMap(1, 1));
        Assert.Contains(
            folder["data/gt/night/val/g/1_gt_labelIds.png"], Assert.Throws<DatasetException>(() => Dataset.Open(options)).Message, StringComparison.Ordinal);
        Directory.Move(folder["data/rgb_anon/night"], folder["elsewhere"]);
        Directory.CreateSymbolicLink(folder["data/rgb_anon/night"], folder["elsewhere"]);
        Assert.Contains("leads out of", Assert.Throws<DatasetException>(() => Dataset.Open(options)).Message, StringComparison.Ordinal);
        Directory.Delete(folder["data/rgb_anon"], recursive: true);
        Assert.Contains("no such folder", Assert.Throws<DatasetException>(() => Dataset.Open(options)).Message, StringComparison.Ordinal);
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
