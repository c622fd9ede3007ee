using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Reports;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Reports.Pictures;

public sealed class PictureMakerTests
{
    private const int Count = 40;

    [Fact]
    public void No_more_pictures_are_made_than_are_needed_to_know_that_no_more_fit()
    {
        using TempFolder temp = new();
        GallerySurvey survey = Survey(temp);
        Told told = new();
        IReadOnlyList<ShownImage> all = Maker().Images(survey, long.MaxValue, told, TestContext.Current.CancellationToken);
        Assert.Equal((Count, Count), (all.Count, told.Pictures));

        told.Pictures = 0;
        IReadOnlyList<ShownImage> some = Maker().Images(survey, all.Take(6).Sum(s => s.Length), told, TestContext.Current.CancellationToken);
        Assert.Equal(6, some.Count);
        Assert.InRange(told.Pictures, 6, 12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-100_000)]
    public void Without_room_nothing_is_shown(long room)
    {
        using TempFolder temp = new();
        GallerySurvey survey = Survey(temp);
        Assert.Empty(Maker().Images(survey, room, null, TestContext.Current.CancellationToken));
        Assert.Empty(Maker().Regions(survey, room, null, TestContext.Current.CancellationToken));
    }

    private static PictureMaker Maker() => new(ClassSet.Named("camvid11"), new ReportOptions { Images = Count }, parallelism: 1, new ReportNotes());

    private static GallerySurvey Survey(TempFolder temp)
    {
        for (int i = 0; i < Count; i++)
        {
            LabelPng.Write(temp[$"{i:00}.png"], new LabelMap(8, 8));
        }

        ReportGallery gallery = new(
            "target", "the dataset", "Images",
            [.. Enumerable.Range(0, Count).Select(i => new ImageEntry { Name = $"{i:00}", ImagePath = string.Empty })],
            [new ReportLayer("scc", "PSA + SCC", e => temp[e.Name + ".png"])], null, null, Count);
        return GallerySurvey.Of(gallery, ClassSet.Named("camvid11"), 0, 1, measure: false, null, null, TestContext.Current.CancellationToken);
    }

    private sealed class Told : IProgress<StageProgress>
    {
        public int Pictures { get; set; }

        public void Report(StageProgress value) => Pictures++;
    }
}
