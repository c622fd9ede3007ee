using System.Text.Json.Serialization;

namespace SeCo.Models.Sam;

/// <summary>What the flat form of an architecture file begins with.</summary>
internal sealed record ModelJson(string Name, string ImageEncoder, int ImgSize, int PatchSize, int OutChans, int MaskInChans)
{
    public static ModelJson Of(SamConfig config) => new(
        config.Name, config.TinyVit is null ? ArchitectureFile.Vit : ArchitectureFile.TinyVit, config.ImageSize, config.PatchSize, config.Channels,
        config.MaskChannels);
}

/// <summary>The TinyViT in it: a list has a number for each stage.</summary>
internal sealed record TinyVitJson(
    int[] EmbedDims, int[] Depths, int[] NumHeads, int[] WindowSizes, double MlpRatio, double MbconvExpandRatio, int LocalConvSize, int NumClasses)
{
    public static TinyVitJson Of(TinyVitConfig tiny) => new(
        [.. tiny.Stages.Select(s => s.Channels)], [.. tiny.Stages.Select(s => s.Depth)], [.. tiny.Stages.Select(s => s.Heads)],
        [.. tiny.Stages.Select(s => s.WindowSize)], tiny.MlpRatio, tiny.ConvolutionRatio, tiny.LocalKernel, tiny.Classes);

    public TinyVitConfig ToConfig() => new()
    {
        Stages = [.. EmbedDims.Select((channels, i) => new TinyVitStage(channels, Depths[i], NumHeads[i], WindowSizes[i]))],
        MlpRatio = MlpRatio,
        ConvolutionRatio = MbconvExpandRatio,
        LocalKernel = LocalConvSize,
        Classes = NumClasses,
    };
}

/// <summary>How pixels become the encoder's input: three numbers each, for red, green and blue.</summary>
internal sealed record PixelJson(double[] PixelMean, double[] PixelStd)
{
    public static PixelJson Of(ImageNormalization pixels) => new(
        [pixels.Mean.Red, pixels.Mean.Green, pixels.Mean.Blue], [pixels.Deviation.Red, pixels.Deviation.Green, pixels.Deviation.Blue]);

    public ImageNormalization ToConfig() =>
        new(new ChannelValues(PixelMean[0], PixelMean[1], PixelMean[2]), new ChannelValues(PixelStd[0], PixelStd[1], PixelStd[2]));
}

/// <summary>The parts of the flat form, under the official argument names. What has other forms here than there has a record above.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelJson))]
[JsonSerializable(typeof(VitConfig))]
[JsonSerializable(typeof(TinyVitJson))]
[JsonSerializable(typeof(MaskDecoderConfig))]
[JsonSerializable(typeof(PixelJson))]
internal sealed partial class ArchitectureJson : JsonSerializerContext;
