using Microsoft.ML.OnnxRuntime.Tensors;

namespace SeCo.Onnx;

/// <summary>Compares what a sidecar says with what the file declares.</summary>
internal static class Contradictions
{
    /// <summary>What cannot be true of both, a sentence each.</summary>
    public static IEnumerable<string> Of(OnnxModel model, NetworkSidecar sidecar) => OfInput(model, sidecar.Input).Concat(OfOutput(model, sidecar.Output));

    /// <summary>What is wrong with the classes that a sidecar names for the outputs that there are.</summary>
    public static IEnumerable<string> OfClasses(OutputValues values, int outputs, ClassSet classes)
    {
        if (values is OutputValues.OneProbability or OutputValues.OneLogit && classes.Count != 2)
        {
            yield return $"output.values says one channel for two classes, but '{classes.Name}' has {classes.Count}.";
        }
        else if (outputs < classes.Count)
        {
            yield return $"the file has {outputs} outputs, but '{classes.Name}' has {classes.Count} classes:{Environment.NewLine}"
                + string.Join(Environment.NewLine, classes.Classes.Select(c => $"    output {(c.Id < outputs ? $"{c.Id}" : "none"),-6}{c.Name}"));
        }
    }

    /// <summary>What cannot be true of the input.</summary>
    public static IEnumerable<string> OfInput(OnnxModel model, SidecarInput input)
    {
        OnnxValue image = model.Image;
        if (!model.CanBe(input.Layout))
        {
            yield return $"input.layout is {OptionsWriter.NameOf(input.Layout)}, but the file takes {image}.";
            yield break;
        }

        bool isBytes = image.Type == TensorElementType.UInt8;
        if (isBytes && !(input.Range is [0, 255] && input.Mean.All(m => m == 0) && input.Deviation.All(d => d == 1)))
        {
            yield return $"the file takes bytes ({image}), so that input.range is [0, 255], mean [0, 0, 0] and deviation [1, 1, 1].";
        }

        (int? width, int? height) = model.SizeOf(input.Layout);
        if ((width is int columns && input.Width is int w && w != columns) || (height is int rows && input.Height is int h && h != rows))
        {
            yield return $"input.width and height are {input.Width} and {input.Height}, but the file takes {image}.";
        }

        if (input.Fit == InputFit.Resize && ((width ?? input.Width) is null || (height ?? input.Height) is null))
        {
            yield return "input.fit is resize, but neither the file nor input.width and input.height say to what size; give them, or set input.fit to tiles.";
        }
    }

    private static IEnumerable<string> OfOutput(OnnxModel model, SidecarOutput output)
    {
        string[] names = [.. model.Outputs.Select(o => o.Name)];
        OnnxValue? wanted = output.Name is null && names.Length == 1 ? model.Outputs[0] : model.Outputs.FirstOrDefault(o => o.Name == output.Name);
        if (wanted is null)
        {
            yield return output.Name is null ? $"output.name is missing, and the file has several: {string.Join(", ", names)}."
                : $"output.name is '{output.Name}', which the file has not. {Suggestion.WithAll(output.Name, names)}";
            yield break;
        }

        if (!OnnxModel.IsMap(wanted))
        {
            yield return $"output.name is {wanted.Name}, but that is no map: {wanted}.";
            yield break;
        }

        string values = OptionsWriter.NameOf(output.Values);
        int? channels = wanted.Shape.Count == 3 ? 1 : wanted.Size(output.Layout == TensorLayout.Nchw ? 1 : 3);
        bool isMany = output.Values is OutputValues.Logits or OutputValues.Probabilities;
        if (isMany && channels == 1)
        {
            yield return $"output.values is {values}, but {wanted} has one channel; expected class_numbers, one_probability or one_logit.";
        }
        else if (!isMany && channels > 1)
        {
            yield return $"output.values is {values}, which is one channel, but {wanted} has {channels} in the order {OptionsWriter.NameOf(output.Layout)}.";
        }

        if (output.Values != OutputValues.ClassNumbers && wanted.IsWhole)
        {
            yield return $"output.values is {values}, but {wanted} holds whole numbers; expected class_numbers.";
        }
    }
}
