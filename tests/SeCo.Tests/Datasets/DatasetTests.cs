using SeCo.Checkpoints;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Datasets;

public sealed class DatasetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plain_folders_are_matched_by_name_in_ordinal_order()
    {
        Touch("images/train/b.png", "images/train/a/z.jpg", "images/train/Q.webp", "images/train/notes.txt", "images/train/.hidden.png");
        Touch("gt/b.png", "gt/a/z.png", "gt/Q.png");

        Dataset set = Open(new DatasetOptions { Truth = "gt" });

        Assert.Equal(["Q", "a/z", "b"], set.Entries.Select(e => e.Name));
        Assert.Equal(_folder["gt/a/z.png"], set.Entries[1].TruthPath);
        Assert.Null(set.Entries[1].TruthMap);
        Assert.Equal("cityscapes19", set.Classes.Name);
    }

    [Fact]
    public void Endings_in_capitals_count_for_labels_too()
    {
        Touch("images/train/a.v1.JPG", "gt/a.v1.PNG", "p/a.v1.PNG");
        Dataset set = Open(new DatasetOptions { Truth = "gt", Predictions = new PredictionSources { Labels = "p" } });
        Assert.Equal((_folder["gt/a.v1.PNG"], _folder["p/a.v1.PNG"]), (set.Entries[0].TruthPath, set.Entries[0].PredictionPath));
    }

    [Fact]
    public void What_lies_among_the_images_and_is_not_read_is_told_with_the_answers_there_are_for_it()
    {
        Touch("images/train/a.jfif", "images/train/b.bmp", "images/train/c.txt", "p/a.png", "p/b.png");
        Dataset set = Open(new DatasetOptions { Predictions = new PredictionSources { Labels = "p" } });
        Assert.Equal(["a"], set.Entries.Select(e => e.Name));
        Assert.Contains("1 in .bmp, as b.bmp; 1 in .txt", Assert.Single(set.LeftOut), StringComparison.Ordinal);
        Assert.Contains("answers of a model for 1 of them", set.LeftOut[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Images_and_labels_belong_together_whatever_form_their_letters_have()
    {
        Touch("images/train/f\u00fcr/\u00e9.png", "gt/fu\u0308r/e\u0301.png");
        Assert.Equal(_folder["gt/fu\u0308r/e\u0301.png"], Open(new DatasetOptions { Truth = "gt" }).Entries[0].TruthPath);
        Assert.Single(Open(new DatasetOptions { Include = ["*e\u0301*"] }).Entries);
    }

    [Theory]
    [InlineData("*\u00e9*", true)]
    [InlineData("*e\u0301*", true)]
    [InlineData("[\u00e0-\u00ef]", false)] // letters of a set stay as they are
    [InlineData("?\u0301", true)]
    public void Patterns_fit_both_forms_of_letters(string pattern, bool fits)
    {
        Touch("images/train/e\u0301.png", "images/train/b.png");
        DatasetOptions options = new() { Exclude = [pattern] };
        Assert.Equal(fits ? 1 : 2, Open(options).Entries.Count);
    }

    [Fact]
    public void A_folder_with_other_files_only_says_which()
    {
        Touch("images/train/a.bmp");
        string message = Assert.Throws<DatasetException>(() => Open(new DatasetOptions())).Message;
        Assert.Contains("holds no image", message, StringComparison.Ordinal);
        Assert.Contains("1 in .bmp, as a.bmp", message, StringComparison.Ordinal);
        Assert.Contains(
            "1 in .bmp", Assert.Throws<DatasetException>(() => ImageEntry.Find(_folder["images"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_is_a_link_out_of_its_folder_is_refused_unless_links_are_followed()
    {
        Touch("images/train/a.png", "secret.png", "gt/b.png");
        File.CreateSymbolicLink(_folder["gt/a.png"], _folder["secret.png"]);
        Assert.Contains(
            "a link that leads out", Assert.Throws<DatasetException>(() => Open(new DatasetOptions { Truth = "gt" })).Message, StringComparison.Ordinal);
        Assert.NotNull(Open(new DatasetOptions { Truth = "gt", FollowLinks = true }).Entries[0].TruthPath);
    }

    [Fact]
    public void Cityscapes_is_found_with_train_ids_before_label_ids()
    {
        Touch("leftImg8bit/val/ulm/ulm_0_leftImg8bit.png", "leftImg8bit/val/ulm/ulm_1_leftImg8bit.png");
        Touch("gtFine/val/ulm/ulm_0_gtFine_labelTrainIds.png", "gtFine/val/ulm/ulm_0_gtFine_labelIds.png", "gtFine/val/ulm/ulm_1_gtFine_labelIds.png");

        Dataset set = Open(new DatasetOptions { Layout = DatasetLayout.Cityscapes, Split = "val" });

        Assert.Equal("ulm/ulm_0_leftImg8bit", set.Entries[0].Name);
        Assert.EndsWith("labelTrainIds.png", set.Entries[0].TruthPath, StringComparison.Ordinal);
        Assert.Null(set.Entries[0].TruthMap);
        Assert.Equal(18, set.Entries[1].TruthMap![33]);
    }

    [Fact]
    public void Cityscapes_truth_is_mapped_to_another_class_set()
    {
        Touch("leftImg8bit/val/ulm/ulm_0_leftImg8bit.png", "gtFine/val/ulm/ulm_0_gtFine_labelTrainIds.png");

        Dataset set = Open(new DatasetOptions { Layout = DatasetLayout.Cityscapes, Split = "val", Classes = "synthia16" });

        Assert.Equal(9, set.Entries[0].TruthMap![10]);
    }

    [Fact]
    public void Patterns_choose_images_by_their_whole_names_before_the_limit_and_before_anything_is_looked_up()
    {
        Touch(
            "images/train/day_01.png",
            "images/train/day_02.png",
            "images/train/day_13.png",
            "images/train/night/dusk_01.png",
            "gt/day_02.png",
            "gt/day_13.png");

        Assert.Equal(["day_02", "day_13"], Names(["day_*"], ["*_01"]));
        Assert.Equal(["day_02"], Names(["day_0[2-9]", "day_1[!0-9]"], []));
        Assert.Equal(["day_01", "day_02", "day_13"], Names(["day_??"], [], truth: null));
        Assert.Equal(["night/dusk_01"], Names(["*_01"], ["day*"], truth: null));
        Assert.Equal(["day_13"], Names([], ["night*", "day_0?"]));

        IReadOnlyList<string> Names(IReadOnlyList<string> include, IReadOnlyList<string> exclude, string? truth = "gt") =>
            [.. Open(new DatasetOptions { Include = include, Exclude = exclude, Truth = truth, Limit = 3 }).Entries.Select(e => e.Name)];
    }

    [Fact]
    public void Patterns_that_leave_no_image_and_patterns_that_are_none_are_told()
    {
        Touch("images/train/day_01.png");

        DatasetException none = Assert.Throws<DatasetException>(() => Open(new DatasetOptions { Include = ["day"] }));
        Assert.Contains("none of the 1 images is left by include [day]", none.Message, StringComparison.Ordinal);
        Assert.Contains("'day_01'", none.Message, StringComparison.Ordinal);

        ArgumentException wrong = Assert.Throws<ArgumentException>(() => Open(new DatasetOptions { Include = ["", "a[b"], Exclude = ["a[]", "[9-0]"] }));
        Assert.Contains("include: an empty pattern", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("'a[b' holds a set", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("'a[]' holds a set", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("'[9-0]' holds a set", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gta5", "images/1.png", "labels/1.png", true)]
    [InlineData("gta5", "images/1.png", "labels/1_labelTrainIds.png", false)]
    [InlineData("synthia", "RGB/1.png", "GT/LABELS/1.png", true)]
    [InlineData("synthia", "RGB/1.png", "GT/LABELS/1_labelTrainIds.png", false)]
    [InlineData("bdd100k", "images/10k/train/1.jpg", "labels/sem_seg/masks/train/1.png", false)]
    [InlineData("bdd100k", "images/10k/train/1.jpg", "labels/sem_seg/masks/train/1_train_id.png", false)]
    public void Every_layout_finds_its_images_and_truth(string layout, string image, string truth, bool mapped)
    {
        Touch(image, truth);

        ImageEntry entry = Assert.Single(Open(new DatasetOptions { Layout = DatasetLayout.All.Single(l => l.Name == layout) }).Entries);

        Assert.Equal("1", entry.Name);
        Assert.Equal(_folder[image], entry.ImagePath);
        Assert.Equal(_folder[truth], entry.TruthPath);
        Assert.Equal(mapped, entry.TruthMap is not null);
    }

    [Fact]
    public void Answers_lie_where_the_options_say_and_the_layout_has_none_of_its_own()
    {
        Touch("images/val/a.webp", "labels/val/a.png", "answers/argmax/val/a.png", "other/a.png");
        DatasetOptions options = new() { Layout = DatasetLayout.CamVid, Split = "val", Classes = "camvid11" };
        PredictionSources answers = new() { Labels = "answers/argmax/{split}", Confidence = "", PixelLabels = "other" };

        Assert.Null(Assert.Single(Open(options).Entries).PredictionPath);
        ImageEntry entry = Assert.Single(Open(options with { Predictions = answers }).Entries);

        Assert.Equal(_folder["answers/argmax/val/a.png"], entry.PredictionPath);
        Assert.Null(entry.ConfidencePath);
        Assert.Equal(_folder["other/a.png"], entry.PixelLabelPath);
    }

    [Fact]
    public void Lists_keep_their_order_and_name_images_below_the_image_folder()
    {
        Touch("images/b.png", "images/a.png", "l/b.png", "l/a.png");
        File.WriteAllLines(_folder["train.txt"], ["images/b.png l/b.png", "images/a.png l/a.png"]);

        Dataset set = Open(new DatasetOptions { Layout = DatasetLayout.List, Images = "images" });
        Dataset plain = Open(new DatasetOptions { Layout = DatasetLayout.List, ListLabels = ListLabelRole.Truth });

        Assert.Equal(["b", "a"], set.Entries.Select(e => e.Name));
        Assert.Equal(_folder["l/a.png"], set.Entries[1].PixelLabelPath);
        Assert.Equal("images/b", plain.Entries[0].Name);
        Assert.Equal(_folder["l/b.png"], plain.Entries[0].TruthPath);
    }

    [Fact]
    public void A_listed_image_outside_the_image_folder_is_refused()
    {
        Touch("images/a.png", "images2/b.png");
        File.WriteAllLines(_folder["train.txt"], ["images/a.png", "images2/b.png"]);

        DatasetException wrong = Assert.Throws<DatasetException>(() => Open(new DatasetOptions { Layout = DatasetLayout.List, Images = "images" }));

        Assert.Contains("line 2", Assert.Single(wrong.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_of_one_name_are_refused()
    {
        Touch("images/train/a.png", "images/train/a.jpg");

        DatasetException wrong = Assert.Throws<DatasetException>(() => Open(new DatasetOptions()));

        Assert.Contains("same name without ending", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_listed_together()
    {
        Touch("images/train/a.png", "images/train/b.png", "gt/a.png", "p/b.png");

        DatasetException wrong = Assert.Throws<DatasetException>(() =>
            Open(new DatasetOptions { Truth = "gt", Predictions = new PredictionSources { Labels = "p", Probabilities = "none" } }));

        Assert.Equal(3, wrong.Faults.Count);
        Assert.Contains(wrong.Faults, f => f.Contains("gt/b.png", StringComparison.Ordinal));
        Assert.Contains(wrong.Faults, f => f.Contains("p/a.png", StringComparison.Ordinal));
        Assert.Contains(wrong.Faults, f => f.Contains("none: no such folder", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dataset_without_images_is_an_error()
    {
        Touch("images/train/readme.txt");

        Assert.Contains("holds no image", Assert.Throws<DatasetException>(() => Open(new DatasetOptions())).Message, StringComparison.Ordinal);
        Assert.Contains("no such folder", Assert.Throws<DatasetException>(() => Open(new DatasetOptions { Split = "val" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faulty_options_are_reported_together()
    {
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => Dataset.Open(new DatasetOptions { Split = "../x", Limit = 0, List = "l" }));

        Assert.All((string[])["root:", "split:", "limit:", "list:"], key => Assert.Contains(key, wrong.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_out_of_the_image_folder_is_refused_unless_followed()
    {
        Touch("images/train/a.png", "elsewhere/b.png");
        Directory.CreateSymbolicLink(_folder["images/train/door"], _folder["elsewhere"]);

        Assert.Contains("door", Assert.Single(Assert.Throws<DatasetException>(() => Open(new DatasetOptions())).Faults), StringComparison.Ordinal);
        Assert.Equal(["a", "door/b"], Open(new DatasetOptions { FollowLinks = true }).Entries.Select(e => e.Name));
    }

    [Fact]
    public void A_limit_takes_the_first_images()
    {
        Touch("images/train/c.png", "images/train/a.png", "images/train/b.png");

        Assert.Equal(["a", "b"], Open(new DatasetOptions { Limit = 2 }).Entries.Select(e => e.Name));
    }

    [Fact]
    public void Sizes_that_differ_from_the_image_and_broken_headers_are_found_together()
    {
        Directory.CreateDirectory(_folder["images/train"]);
        Directory.CreateDirectory(_folder["gt"]);
        RgbImageFile.Write(_folder["images/train/a.png"], new RgbImage(4, 3));
        RgbImageFile.Write(_folder["images/train/b.png"], new RgbImage(4, 3));
        RgbImageFile.Write(_folder["images/train/c.png"], new RgbImage(4, 3));
        LabelPng.Write(_folder["gt/a.png"], new LabelMap(4, 3));
        LabelPng.Write(_folder["gt/b.png"], new LabelMap(3, 4));
        File.WriteAllText(_folder["gt/c.png"], "not a PNG at all, but long enough for a header");
        NpyFile.Write<float>(_folder["gt/a.npy"], new float[24], 2, 3, 4);
        NpyFile.Write<float>(_folder["gt/b.npy"], new float[24], 2, 3, 4);
        NpyFile.Write<float>(_folder["gt/c.npy"], new float[24], 2, 4, 3);

        Dataset dataset = Open(new DatasetOptions { Truth = "gt", Predictions = new PredictionSources { Probabilities = "gt" } });
        IReadOnlyList<string> faults = Assert.Throws<DatasetException>(() => DatasetCheck.Require(dataset.Entries, CancellationToken.None)).Faults;

        Assert.Equal(3, faults.Count);
        Assert.Contains("3 x 4 pixels", faults[0], StringComparison.Ordinal);
        Assert.Contains("c.png", faults[1], StringComparison.Ordinal);
        Assert.Contains("c.npy: 3 x 4 pixels", faults[2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_camvid_data_is_complete()
    {
        string root = SharedData.Require("data/camvid");

        Dataset val = Dataset.Open(
            new DatasetOptions { Root = root, Layout = DatasetLayout.CamVid, Split = "val", Classes = "camvid11", Predictions = SharedCamVid.Answers });
        Dataset list =
            Dataset.Open(new DatasetOptions { Root = root, Layout = DatasetLayout.List, Images = "images/{split}", Split = "val", Classes = "camvid11" });

        Assert.Equal(101, val.Entries.Count);
        Assert.Equal(val.Entries.Select(e => e.Name), list.Entries.Select(e => e.Name));
        Assert.Equal(val.Entries.Select(e => e.PixelLabelPath), list.Entries.Select(e => e.PixelLabelPath));
        DatasetCheck.Require(val.Entries, TestContext.Current.CancellationToken);
    }

    private Dataset Open(DatasetOptions options) => Dataset.Open(options with { Root = _folder.Path });

    private void Touch(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            File.WriteAllText(_folder[name], "x");
        }
    }
}
