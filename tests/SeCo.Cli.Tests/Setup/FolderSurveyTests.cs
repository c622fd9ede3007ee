using SeCo.Cli.Setup;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Setup;

public sealed class FolderSurveyTests
{
    [Fact]
    public void A_folder_of_a_known_layout_is_found_with_its_split_classes_and_validation()
    {
        using TempFolder temp = new();
        foreach (string name in new[] { "train/a", "val/b" })
        {
            Picture(temp[$"leftImg8bit/{name}_leftImg8bit.png"]);
            Labels(temp[$"gtFine/{name}_gtFine_labelIds.png"], 7);
        }

        FolderSurvey survey = new(temp.Path);
        Dataset best = survey.Datasets()[0];

        Assert.Equal((DatasetLayout.Cityscapes, "train", "cityscapes19"), (best.Options.Layout, best.Options.Split, best.Options.Classes));
        Assert.Equal("val", survey.Validation(best)?.Split);
    }

    [Fact]
    public void Answers_are_told_from_truth_and_confidences_from_labels_by_what_they_hold()
    {
        using TempFolder temp = new();
        Picture(temp["images/train/a.png"]);
        Labels(temp["labels/train/a.png"], 3);
        Labels(temp["net/argmax/train/a.png"], 2);
        Labels(temp["net/sure/train/a.png"], 200);
        Labels(temp["net/kept/train/a.png"], LabelMap.Ignore);

        FolderSurvey survey = new(temp.Path);
        Dataset best = survey.Datasets()[0];
        PredictionSources answers = Assert.Single(survey.Answers(best));

        Assert.Equal(DatasetLayout.CamVid, best.Options.Layout);
        Assert.NotNull(best.Entries[0].TruthPath);
        Assert.Equal(("net/argmax/{split}", "net/sure/{split}"), (answers.Labels, answers.Confidence));
    }

    [Fact]
    public void Images_of_no_layout_are_found_where_they_lie()
    {
        using TempFolder temp = new();
        Labels(temp["answers/a.png"], 1);
        Picture(temp["street/a.png"]);
        File.WriteAllBytes(temp["net.pth"], []);
        File.WriteAllBytes(temp["mobile_sam.pt"], []);

        FolderSurvey survey = new(temp.Path);
        Dataset best = Assert.Single(survey.Datasets());

        Assert.Equal((DatasetLayout.Folder, "street", "answers"), (best.Options.Layout, best.Options.Images, survey.Answers(best)[0].Labels));
        Assert.EndsWith("net.pth", Assert.Single(survey.Weights()), StringComparison.Ordinal);
    }

    private static void Picture(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        RgbImage image = new(8, 6);
        image.Pixels.Fill(9);
        RgbImageFile.Write(path, image);
    }

    private static void Labels(string path, byte label)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        LabelMap labels = new(8, 6);
        labels.Pixels.Clear();
        labels.Pixels[3..].Fill(label);
        LabelPng.Write(path, labels);
    }
}
