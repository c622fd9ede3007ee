using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Correction.Reference;

/// <summary>Evaluation records as the reference's <c>evaluate.py</c> writes them: one JSON list over all images.</summary>
public static class EvaluationRecordFile
{
    /// <summary>Reads records, one at a time.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">Missing or malformed; thrown while the sequence is read.</exception>
    public static IEnumerable<EvaluationRecord> Read(string path) => new JsonObjectList(path, "record").Read(ReadRecord);

    /// <summary>Writes records, the file whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="records">The records, in order.</param>
    public static void Write(string path, IEnumerable<EvaluationRecord> records) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter writer = new(stream, RegionFile.LayoutOf(RegionFileStyle.Compact));
        writer.WriteStartArray();
        foreach (EvaluationRecord record in records)
        {
            writer.WriteStartObject();
            WriteFields(writer, record);
            writer.WriteEndObject();
            writer.Flush();
        }

        writer.WriteEndArray();
    });

    private static void WriteFields(Utf8JsonWriter writer, EvaluationRecord record)
    {
        bool predictionRight = record.PredictedId == record.TrueId, labelRight = record.PseudoLabelId == record.TrueId;
        writer.WriteString("name", record.Name);
        RegionFile.WriteReal(writer, "score", record.Score);
        writer.WriteNumber("pred_id", record.PredictedId);
        writer.WriteNumber("psl_id", record.PseudoLabelId);
        writer.WriteNumber("true_id", record.TrueId);
        RegionFile.WriteReal(writer, "purity", record.Purity);

        // The reference's own naming: TP both right, TN the prediction alone, FP the label alone, FN neither.
        Flag("positive", labelRight);
        Flag("TP", predictionRight && labelRight);
        Flag("TN", predictionRight && !labelRight);
        Flag("FP", !predictionRight && labelRight);
        Flag("FN", !predictionRight && !labelRight);
        Flag("T", predictionRight);
        Flag("PST", record.PredictedId == record.PseudoLabelId);
        RegionFile.WriteReal(writer, "loss", record.Loss);
        RegionFile.WriteMask(writer, record.Mask);

        void Flag(string name, bool value) => writer.WriteNumber(name, value ? 1 : 0);
    }

    private static EvaluationRecord ReadRecord(ref Utf8JsonReader reader)
    {
        string? name = null;
        double? score = null, loss = null;
        int? predicted = null, own = null;
        int truth = LabelMap.Ignore;
        double purity = 0;
        RunLengthMask? mask = null;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "name": name = RegionJson.Text(ref reader, field); break;
                case "score": score = RegionJson.Real(ref reader, field); break;
                case "loss": loss = RegionJson.Real(ref reader, field); break;
                case "pred_id": predicted = ClassId(ref reader, field); break;
                case "psl_id": own = ClassId(ref reader, field); break;
                case "true_id": truth = RegionJson.Integer(ref reader, field); break;
                case "purity": purity = RegionJson.Real(ref reader, field); break;
                case "segmentation": mask = RegionJson.Mask(ref reader, field); break;
                default: reader.Skip(); break;
            }
        }

        return new EvaluationRecord
        {
            Name = name ?? throw Missing("name"),
            Score = score ?? throw Missing("score"),
            Loss = loss ?? throw Missing("loss"),
            PredictedId = predicted ?? throw Missing("pred_id"),
            PseudoLabelId = own ?? throw Missing("psl_id"),
            TrueId = truth,
            Purity = purity,
            Mask = mask ?? throw Missing("segmentation"),
        };
    }

    private static int ClassId(ref Utf8JsonReader reader, string field)
    {
        int id = RegionJson.Integer(ref reader, field);
        return id is >= 0 and < LabelMap.Ignore ? id : throw new FormatException($"{field} is {id}, but class ids go from 0 to 254");
    }

    private static FormatException Missing(string field) => new($"no {field}");
}
