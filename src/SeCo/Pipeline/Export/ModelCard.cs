using SeCo.Prediction;

namespace SeCo.Pipeline;

/// <summary>What people should know who get a network: where it is from, its data, classes, input and figures, as Markdown.</summary>
internal static class ModelCard
{
    private static readonly string[] Channels = ["red", "green", "blue"];

    /// <summary>The card of a file of weights; what a run measured stands in it where the file lies in the run's folder.</summary>
    public static string Of(string file, NetworkNotes notes, SegmentationNetwork network, ModelFormat format)
    {
        bool isHuggingFace = format == ModelFormat.HuggingFace;
        List<string> lines =
        [
            "---", .. isHuggingFace ? (string[])["library_name: transformers"] : [], "pipeline_tag: image-segmentation", "tags: [semantic-segmentation, seco]",
            "---", "", $"# {notes.Network}, {notes.Mapping.To.Name}", "",
            notes.Epoch == 0 ? "Weights as they were given." : $"Adapted with SeCo {Manifest.ProgramVersion}: the {(notes.Role == CheckpointRole.Teacher
                ? "running mean of the student" : "student")} after {notes.Epoch} epochs"
                + (notes.Criterion is null ? ", the last." : $", chosen by {notes.Criterion.Replace('_', ' ')}."),
            $"The network is that of {notes.Entry.Origin}; licence of its code and first weights: {notes.Entry.License}.", "",
        ];
        AdaptationRecord? run = RunOf(file);
        lines.AddRange(run is null ? [] :
        [
            "## Data", "", "The network learnt from pseudo-labels of the target domain, or as the settings of its run say.", "",
            "| images | number |", "| --- | ---: |", $"| labelled | {run.Labelled} |", $"| unlabelled | {run.Unlabelled} |", $"| held out | {run.HeldOut} |",
            "",
        ]);
        lines.AddRange(["## Classes", "", "| output | name | stands for |", "| ---: | --- | --- |"]);
        lines.AddRange(notes.Mapping.Targets.Select((target, i) =>
            $"| {i} | {NameOf(notes.Mapping.From, i)} | {(target < 0 ? "no class" : NameOf(notes.Mapping.To, target))} |"));
        lines.AddRange(["", "Where several outputs stand for a class, their probabilities are added.", "", "## Input", "", InputOf(notes, network), ""]);
        lines.AddRange(run is not { Models.Count: > 0 } ? [] :
        [
            "## Figures", "", $"On {run.Models[0].Images} images with ground truth ({run.MeasuredOn}):", "", "| model | mIoU | pixel accuracy |",
            "| --- | ---: | ---: |", .. run.Models.Select(m => $"| {m.Name} | {Percent(m.Miou)} | {Percent(m.Accuracy)} |"), "",
        ]);
        lines.AddRange(["## Use", "", "```", isHuggingFace
            ? "SegformerForSemanticSegmentation.from_pretrained(FOLDER), SegformerImageProcessor.from_pretrained(FOLDER)"
            : "seco predict --weights model.safetensors --images IMAGES --out ANSWERS", "```", ""]);
        return string.Join('\n', lines);
    }

    private static string NameOf(ClassSet set, int id) => id < set.Count ? set.Classes[id].Name.Replace("|", "\\|", StringComparison.Ordinal) : "";

    private static string Percent(double? share) => share is { } value && double.IsFinite(value) ? $"{100 * value:0.0}" : "";

    private static string InputOf(NetworkNotes notes, SegmentationNetwork network)
    {
        ImageNormalization normalization = network.Preprocessing.Normalization;
        string size = notes.InputWidth == 0 ? "in its own size" : $"resized to {notes.InputWidth} x {notes.InputHeight}";
        string values = string.Join(", ", Channels.Select((c, i) => string.Create(
            CultureInfo.InvariantCulture, $"{c} ({normalization.Mean[i]:0.###}, {normalization.Deviation[i]:0.###})")));
        string divisor = normalization.Divisor == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", then divided by {normalization.Divisor}");
        return $"An 8-bit image {size}, channels {(normalization.IsBlueFirst ? "blue, green, red" : "red, green, blue")}; "
            + $"mean and deviation of each, in 0 to 255: {values}{divisor}. The network takes sides that are multiples of {network.SizeMultiple}.";
    }

    /// <summary>What the run said of its adaptation, where the file is one of a run's adaptation.</summary>
    private static AdaptationRecord? RunOf(string file)
    {
        string? round = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(file)));
        string? run = round is not null && Path.GetFileName(round).StartsWith(RunNames.Round(2)[..^1], StringComparison.Ordinal)
            ? Path.GetDirectoryName(round) : round;
        EvaluationRecord? measured = run is null ? null : RunFileKinds.Evaluation.ReadIfUsable(Path.Combine(run, RunNames.Evaluation), []);
        int number = run != round && int.TryParse(Path.GetFileName(round)!.Split('-')[^1], CultureInfo.InvariantCulture, out int found) ? found : 1;
        return number == 1 ? measured?.Adaptation : measured?.Rounds?.ElementAtOrDefault(number - 2)?.Adaptation;
    }
}
