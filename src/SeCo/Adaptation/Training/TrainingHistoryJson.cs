using System.Text;
using System.Text.Json;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Adaptation.Training;

/// <summary>The JSON of results: in the checkpoint's notes, and in <c>history.json</c> and <c>summary.json</c> for readers. A measure that is not a number is null there.</summary>
internal static class TrainingHistoryJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>The history, from which <see cref="Parse"/> makes it again.</summary>
    public static string Compose(TrainingHistory history, ClassSet classes) => Encoding.UTF8.GetString(Write(default, json =>
    {
        json.WriteNumber("loss_sum", history.LossSum);
        json.WriteNumber("loss_steps", history.LossSteps);
        json.WriteNumber("images", history.Images);
        json.WriteNumber("training_seconds", history.TrainingSeconds);
        json.WriteNumber("waited_seconds", history.WaitedSeconds);
        json.WriteNumber("evaluation_seconds", history.EvaluationSeconds);
        json.WriteString("curve", history.Curve?.Compose());
        WriteEpochs(json, history.Epochs, classes);
    }));

    /// <summary>The results of all epochs, for readers.</summary>
    public static byte[] ForReaders(TrainingHistory history, ClassSet classes, SelectionCriterion criterion) => Write(Indented, json =>
    {
        json.WriteString("class_set", classes.Name);
        json.WriteString("criterion", Configuration.OptionsWriter.NameOf(criterion));
        json.WriteNumber("best_epoch", history.Best(criterion)?.Epoch ?? 0);
        WriteEpochs(json, history.Epochs, classes);
        history.Curve?.WriteTo(json);
    });

    /// <summary>The summary, for readers.</summary>
    public static byte[] ForReaders(AdaptationSummary summary, ClassSet classes) => Write(Indented, json =>
    {
        json.WriteString("class_set", classes.Name);
        json.WriteNumber("epochs", summary.Epochs);
        json.WriteNumber("steps", summary.Steps);
        json.WriteBoolean("stopped_early", summary.StoppedEarly);
        json.WriteString("network", summary.Network.ToString().ToLowerInvariant());
        json.WriteString("criterion", Configuration.OptionsWriter.NameOf(summary.Criterion));
        json.WriteString("chosen_by", summary.ChosenBy);
        json.WriteNumber("images_per_second", Math.Round(summary.ImagesPerSecond, 3));
        json.WriteNumber("wait_share", Math.Round(summary.WaitShare, 4));
        json.WriteNumber("seconds", Math.Round(summary.Seconds, 1));
        json.WritePropertyName("last");
        WriteEpoch(json, summary.Last, classes);
        json.WritePropertyName("best");
        WriteEpoch(json, summary.Best, classes);
    });

    /// <summary>Reads what <see cref="Compose"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    /// <param name="text">What was written.</param>
    /// <param name="classes">The class set.</param>
    /// <param name="total">All steps of the training.</param>
    public static TrainingHistory Parse(string text, ClassSet classes, long total)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            return new TrainingHistory
            {
                LossSum = root.GetProperty("loss_sum").GetDouble(),
                LossSteps = root.GetProperty("loss_steps").GetInt64(),
                Images = root.GetProperty("images").GetInt64(),
                TrainingSeconds = root.GetProperty("training_seconds").GetDouble(),
                WaitedSeconds = root.GetProperty("waited_seconds").GetDouble(),
                EvaluationSeconds = root.GetProperty("evaluation_seconds").GetDouble(),
                Curve = root.TryGetProperty("curve", out JsonElement curve) && curve.GetString() is string steps ? LossCurve.Parse(steps, total) : null,
                Epochs = [.. root.GetProperty("epochs").EnumerateArray().Select(e => ReadEpoch(e, classes))],
            };
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException(fault.Message, fault);
        }
    }

    private static byte[] Write(JsonWriterOptions options, Action<Utf8JsonWriter> properties)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, options))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteEpochs(Utf8JsonWriter json, IEnumerable<EpochResult> epochs, ClassSet classes)
    {
        json.WriteStartArray("epochs");
        foreach (EpochResult epoch in epochs)
        {
            WriteEpoch(json, epoch, classes);
        }

        json.WriteEndArray();
    }

    private static void WriteEpoch(Utf8JsonWriter json, EpochResult epoch, ClassSet classes)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", epoch.Epoch);
        json.WriteNumber("step", epoch.Step);
        WriteMeasure(json, "loss", epoch.Loss);
        WriteMeasure(json, "pseudo_label_miou", epoch.PseudoLabelMiou);
        WriteMeasure(json, "information", epoch.Information);
        WriteMeasure(json, "validation_miou", epoch.ValidationMiou);
        json.WriteStartObject("validation_iou");
        for (int c = 0; c < epoch.ValidationIou.Count; c++)
        {
            WriteMeasure(json, classes.Classes[c].Name, epoch.ValidationIou[c]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static EpochResult ReadEpoch(JsonElement epoch, ClassSet classes)
    {
        JsonElement shares = epoch.GetProperty("validation_iou");
        return new EpochResult
        {
            Epoch = epoch.GetProperty("epoch").GetInt32(),
            Step = epoch.GetProperty("step").GetInt64(),
            Loss = Measure(epoch, "loss") ?? double.NaN,
            PseudoLabelMiou = Measure(epoch, "pseudo_label_miou"),
            Information = Measure(epoch, "information"),
            ValidationMiou = Measure(epoch, "validation_miou"),
            ValidationIou = shares.EnumerateObject().Any() ? [.. classes.Classes.Select(c => Measure(shares, c.Name) ?? double.NaN)] : [],
        };
    }

    private static void WriteMeasure(Utf8JsonWriter json, string name, double? value)
    {
        if (value is double number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static double? Measure(JsonElement owner, string name) => owner.GetProperty(name) is { ValueKind: not JsonValueKind.Null } number ? number.GetDouble() : null;
}
