using Microsoft.ML.OnnxRuntime.Tensors;

namespace SeCo.Onnx.Inspection;

/// <summary>A sidecar that fits what a file declares, with what was assumed for it and what only its author knows.</summary>
public sealed record SidecarProposal
{
    private static readonly string[] Auxiliary = ["aux", "deep", "side", "edge", "boundary"];
    private static readonly string[] Main = ["out", "output", "logits", "probabilities", "mask", "segmentation", "pred"];

    /// <summary>The sidecar.</summary>
    public required NetworkSidecar Sidecar { get; init; }

    /// <summary>What was assumed, a sentence each.</summary>
    public required IReadOnlyList<string> Assumed { get; init; }

    /// <summary>What the file cannot tell and its author must, a sentence each.</summary>
    public required IReadOnlyList<string> Asked { get; init; }

    /// <summary>The sidecar as a file, with what was assumed and what is asked as comments.</summary>
    public string ToYaml() =>
        string.Concat(Assumed.Select(a => $"# Assumed: {a}\n")) + string.Concat(Asked.Select(a => $"# Please check: {a}\n")) + OptionsWriter.ToYaml(Sidecar);

    internal static SidecarProposal For(OnnxModel model)
    {
        List<string> assumed = [], asked = [];
        SidecarInput input = InputOf(model, assumed, asked);
        (SidecarOutput output, int? classes) = OutputOf(model, input, assumed, asked);
        string? set = classes is 19 or 20 ? "cityscapes19" : null;
        if (set is not null)
        {
            assumed.Add($"{classes} classes are those of {set}{(classes == 20 ? ", and the last output stands for none" : string.Empty)}.");
        }
        else
        {
            asked.Add($"the classes{(classes is int count ? $" of the {count} outputs" : string.Empty)}: write class_set (a name or a file), or "
                + "class_names: [road, car, ...] in the order of the outputs.");
        }

        return new SidecarProposal
        {
            Sidecar = new NetworkSidecar { Input = input, Output = output, ClassSet = set }, Assumed = assumed, Asked = asked,
        };
    }

    private static SidecarInput InputOf(OnnxModel model, List<string> assumed, List<string> asked)
    {
        TensorLayout layout = model.CanBe(TensorLayout.Nchw) ? TensorLayout.Nchw : TensorLayout.Nhwc;
        if (model.CanBe(TensorLayout.Nhwc) && layout == TensorLayout.Nchw)
        {
            assumed.Add("the input has its channels as second axis (nchw).");
        }

        (int? width, int? height) = model.SizeOf(layout);
        bool isBytes = model.Image.Type == TensorElementType.UInt8;
        assumed.Add("the colours are red, green, blue (rgb).");
        assumed.Add(
            isBytes ? "the file takes the bytes as they are and normalises them itself." : "pixels become 0 to 1, then ImageNet's means and deviations.");
        asked.Add(isBytes ? "the order of the colours." : "the order of the colours, input.range, mean and deviation, as the network was trained.");
        bool isFixed = width is not null && height is not null;
        assumed.Add(isFixed
            ? $"images are resized to {width}x{height}; set input.fit to tiles where they should keep their size."
            : "images keep their size, and larger ones are seen in tiles; set input.fit to resize with width and height where the network wants one size.");
        return new SidecarInput
        {
            Layout = layout, Fit = isFixed ? InputFit.Resize : InputFit.Tiles, Width = width, Height = height, Range = isBytes ? [0, 255] : [0, 1],
            Mean = isBytes ? [0, 0, 0] : [0.485, 0.456, 0.406], Deviation = isBytes ? [1, 1, 1] : [0.229, 0.224, 0.225],
        };
    }

    private static (SidecarOutput Output, int? Classes) OutputOf(OnnxModel model, SidecarInput input, List<string> assumed, List<string> asked)
    {
        OnnxValue[] maps = [.. model.Outputs.Where(OnnxModel.IsMap)];
        OnnxValue wanted = maps.OrderBy(Rank).ThenByDescending(Numbers).First();
        if (model.Outputs.Count > 1)
        {
            assumed.Add($"of the outputs {string.Join(", ", model.Outputs.Select(o => o.Name))}, {wanted.Name} is the answer.");
            asked.Add("which output is the answer.");
        }

        TensorLayout layout = LayoutOf(model, wanted, input.Layout);
        int? channels = wanted.Shape.Count == 3 ? 1 : wanted.Size(layout == TensorLayout.Nchw ? 1 : 3);
        string? last = model.File.OperatorOf(wanted.Name);
        OutputValues values = wanted.IsWhole ? OutputValues.ClassNumbers
            : channels == 1 ? last == "Sigmoid" ? OutputValues.OneProbability : OutputValues.OneLogit
            : last == "Softmax" ? OutputValues.Probabilities : OutputValues.Logits;
        assumed.Add($"{wanted.Name} holds {OptionsWriter.NameOf(values)}: it comes from {(last is null ? "no known operator" : $"the operator {last}")}"
            + $"{(wanted.IsWhole ? ", and its numbers are whole" : string.Empty)}.");
        return (new SidecarOutput { Name = wanted.Name, Layout = layout, Values = values },
            values is OutputValues.OneLogit or OutputValues.OneProbability ? 2 : wanted.IsWhole ? null : channels);
    }

    private static int Rank(OnnxValue output) => Auxiliary.Any(word => output.Name.Contains(word, StringComparison.OrdinalIgnoreCase)) ? 2
        : Main.Contains(output.Name, StringComparer.OrdinalIgnoreCase) ? 0 : 1;

    private static double Numbers(OnnxValue output) =>
        Enumerable.Range(0, output.Shape.Count).Aggregate(1.0, (product, axis) => product * (output.Size(axis) ?? 1));

    // The input's layout, unless the declared sides fit the input's in the other one alone.
    private static TensorLayout LayoutOf(OnnxModel model, OnnxValue output, TensorLayout input)
    {
        (int? width, int? height) = model.SizeOf(input);
        TensorLayout other = input == TensorLayout.Nchw ? TensorLayout.Nhwc : TensorLayout.Nchw;
        return output.Shape.Count == 4 && !Fits(input) && Fits(other) ? other : input;

        bool Fits(TensorLayout layout)
        {
            (int? columns, int? rows) = layout == TensorLayout.Nchw ? (output.Size(3), output.Size(2)) : (output.Size(2), output.Size(1));
            return columns is not null && rows is not null && width is not null && height is not null && (long)columns * height == (long)rows * width;
        }
    }
}
