using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Reports;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Reports.Survey;

public sealed class GallerySurveyTests : IDisposable
{
    private static readonly ClassSet Classes = ClassSet.Named("camvid11");
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void One_pass_counts_labels_against_truth_and_says_how_bad_each_image_is()
    {
        Write("truth/a.png", 0, 0, 1, 1);
        Write("scc/a.png", 0, 1, 1, 255);
        Write("scc/b.png", 2, 2, 255, 255);
        List<string> seen = [];
        GallerySurvey survey = GallerySurvey.Of(Gallery("a", "b"), Classes, 0, 1, measure: true, image => seen.Add(image.Entry.Name), null,
            TestContext.Current.CancellationToken);

        Assert.Equal([0.5, 0], survey.Badness);
        Assert.Equal((1, 2, 1), (survey.WithTruth, survey.Layers[0].Images, survey.Layers[0].Measured));
        Assert.Equal((5, 8), (survey.Layers[0].Labelled, survey.Layers[0].Total));
        Assert.Equal((1, 1, 1), (survey.Layers[0].Confusion[0, 0], survey.Layers[0].Confusion[0, 1], survey.Layers[0].Confusion[1, Classes.Count]));
        Assert.Equal(["a", "b"], seen.Order());
        Assert.Empty(survey.Notes.Sentences());
    }

    [Fact]
    public void What_a_measure_needs_must_be_there_and_what_a_report_shows_is_noted()
    {
        Write("truth/a.png", 0, 0, 1, 1);
        DatasetException fault = Assert.Throws<DatasetException>(
            () => GallerySurvey.Of(Gallery("a"), Classes, 0, 1, measure: true, null, null, TestContext.Current.CancellationToken));
        Assert.Contains("a.png", Assert.Single(fault.Faults), StringComparison.Ordinal);

        GallerySurvey survey = GallerySurvey.Of(Gallery("a"), Classes, 0, 1, measure: false, null, null, TestContext.Current.CancellationToken);
        Assert.Equal("PSA + SCC: not there (1 image): a", Assert.Single(survey.Notes.Sentences()));
    }

    [Fact]
    public void A_survey_serves_a_gallery_of_the_same_files_only()
    {
        Assert.True(Gallery("a", "b").ShowsTheSameAs(Gallery("a", "b")));
        Assert.False(Gallery("a", "b").ShowsTheSameAs(Gallery("b", "a")));
        Assert.False(Gallery("a").ShowsTheSameAs(Gallery("a") with { Layers = [new ReportLayer("scc", "PSA + SCC", _ => "elsewhere.png")] }));
    }

    private ReportGallery Gallery(params string[] names)
    {
        ReportLayer layer = new("scc", "PSA + SCC", e => _temp[$"scc/{e.Name}.png"]);
        ImageEntry[] entries =
        [
            .. names.Select(n => new ImageEntry { Name = n, ImagePath = "", TruthPath = File.Exists(_temp[$"truth/{n}.png"]) ? _temp[$"truth/{n}.png"]
                : null }),
        ];
        return new ReportGallery("target", "the dataset", "Images", entries, [layer], layer, null, 1);
    }

    private void Write(string name, params byte[] labels)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp[name])!);
        LabelPng.Write(_temp[name], new LabelMap(2, 2, labels));
    }
}
