using NetVips;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Datasets;

public sealed class DatasetCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_label_of_the_size_that_viewers_show_is_told_by_orientation_and_not_to_be_resized()
    {
        Photo("a.jpg", 6, 12, 8);
        LabelPng.Write(_folder["p.png"], new LabelMap(8, 12));
        ImageEntry entry = new() { Name = "a", ImagePath = _folder["a.jpg"], PredictionPath = _folder["p.png"] };
        string message = Assert.Throws<DatasetException>(() => DatasetCheck.Require([entry], TestContext.Current.CancellationToken)).Message;
        Assert.Contains("p.png: 8 x 12 pixels", message, StringComparison.Ordinal);
        Assert.Contains("EXIF orientation 6 (turned by 90°)", message, StringComparison.Ordinal);
        Assert.Contains("Do not resize", message, StringComparison.Ordinal);
        Assert.DoesNotContain("nearest", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_sizes_agree_turned_images_are_a_suspicion_of_the_check_with_images_too()
    {
        Directory.CreateDirectory(_folder["i"]);
        Directory.CreateDirectory(_folder["l"]);
        Photo("i/a.jpg", 3, 12, 8);
        Photo("i/b.jpg", 1, 12, 8);
        LabelPng.Write(_folder["l/a.png"], new LabelMap(12, 8, new byte[12 * 8]));
        LabelPng.Write(_folder["l/b.png"], new LabelMap(12, 8, new byte[12 * 8]));
        string? turned = DatasetCheck.TurnedImages([_folder["i/b.jpg"], _folder["none.jpg"], _folder["i/a.jpg"]]);
        Assert.Contains("1 images have an EXIF orientation, which is not applied; the first is " + _folder["i/a.jpg"], turned, StringComparison.Ordinal);
        Assert.Null(DatasetCheck.TurnedImages([_folder["i/b.jpg"]]));
        LabelCheckReport report = await LabelCheck.RunAsync(_folder["l"], ClassSet.Named("camvid11"), new LabelCheckOptions { Images = _folder["i"] });
        Assert.True(report.IsUsable);
        Assert.Equal(turned, Assert.Single(report.Suspicions));
    }

    [Fact]
    public void Words_that_use_a_part_of_their_range_are_found_before_a_run_begins()
    {
        using Image dark = (Image.Black(5, 5, bands: 3) + 1001).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);
        dark.WriteToFile(_folder["a.png"]);
        ImageEntry entry = new() { Name = "a", ImagePath = _folder["a.png"] };
        string message = Assert.Throws<DatasetException>(() => DatasetCheck.Require([entry], TestContext.Current.CancellationToken)).Message;
        Assert.Contains("a.png: 16-bit values that reach 1001 of 65535", message, StringComparison.Ordinal);
    }

    private void Photo(string name, int orientation, int width, int height)
    {
        using Image photo = (Image.Black(width, height, bands: 3) + 90).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb)
            .Mutate(m => m.Set(GValue.GIntType, "orientation", orientation));
        photo.WriteToFile(_folder[name]);
    }
}
