using SeCo.Aggregation.Segmenters.BuiltIn;
using Xunit;

namespace SeCo.Tests.Aggregation.Segmenters.BuiltIn;

public sealed class BuiltInSegmenterOptionsTests
{
    [Fact]
    public void All_faults_are_named_at_once()
    {
        BuiltInSegmenterOptions options = new() { SuperpixelScale = double.NaN, MinimumSuperpixel = 0, MaskCount = 0, PromptCells = 3, BoxScale = 0.5 };
        ArgumentException error = Assert.Throws<ArgumentException>(() => new BuiltInSegmenter(options));
        foreach (string name in (string[])["superpixel_scale", "minimum_superpixel", "mask_count", "prompt_cells", "box_scale"])
        {
            Assert.Contains(name, error.Message);
        }
    }

    [Fact]
    public void The_defaults_are_valid() => new BuiltInSegmenterOptions().Validate();
}
